package verge.sim.world;

import java.util.Arrays;
import java.util.List;

/**
 * The directed edges of one kind, grouped by the node in which they end (compressed sparse rows),
 * as an attention over neighbours wants them: edge k of {@code offsets()[t] <= k < offsets()[t +
 * 1]} ends in row t of the target table and begins in row {@code sources()[k]} of the source table.
 * Grows where there are more than ever before, and keeps its size.
 */
public final class EdgeTable {

    private static final int FIRST_CAPACITY = 16;

    private final String kind;
    private final NodeTable from;
    private final NodeTable to;
    private final List<String> featureNames;
    private float[] feature;
    private int[] source = new int[FIRST_CAPACITY];
    private int[] offset = new int[FIRST_CAPACITY];
    private int targets;
    private int size;

    /**
     * @param kind         what the edges are, such as {@code channel}
     * @param from         where they begin
     * @param to           where they end
     * @param featureNames one per column, with units
     */
    public EdgeTable(String kind, NodeTable from, NodeTable to, List<String> featureNames) {
        this.kind = kind;
        this.from = from;
        this.to = to;
        this.featureNames = List.copyOf(featureNames);
        this.feature = new float[FIRST_CAPACITY * featureNames.size()];
    }

    /** What the edges are. */
    public String kind() {
        return kind;
    }

    /** Where edges begin. */
    public NodeTable from() {
        return from;
    }

    /** Where edges end. */
    public NodeTable to() {
        return to;
    }

    /** Names of the columns. */
    public List<String> featureNames() {
        return featureNames;
    }

    /** Columns of the feature matrix. */
    public int featureCount() {
        return featureNames.size();
    }

    /** Edges now. */
    public int size() {
        return size;
    }

    /** Row-major {@code [size, featureCount]}; another array after growth. */
    public float[] features() {
        return feature;
    }

    /** Row of the source table in which each edge begins: {@code [size]}; another after growth. */
    public int[] sources() {
        return source;
    }

    /** Where each target's edges begin: {@code [targets + 1]}; another array after growth. */
    public int[] offsets() {
        return offset;
    }

    /** Target rows that have their edges. */
    public int targets() {
        return targets;
    }

    /** Removes all edges. */
    public void clear() {
        targets = 0;
        size = 0;
        offset[0] = 0;
    }

    /**
     * Adds an edge into the target row that comes next, see {@link #endTarget()}; the caller then
     * writes its features from {@code edge * featureCount} on.
     *
     * @return the edge
     */
    public int append(int sourceRow) {
        if (size == source.length) {
            source = Arrays.copyOf(source, 2 * size);
            feature = Arrays.copyOf(feature, 2 * size * featureNames.size());
        }
        source[size] = sourceRow;
        return size++;
    }

    /** The edges into the next target row are complete; to be called once per row, in order. */
    public void endTarget() {
        targets++;
        if (targets == offset.length) {
            offset = Arrays.copyOf(offset, 2 * targets);
        }
        offset[targets] = size;
    }
}

package verge.sim.world;

import java.util.Arrays;
import java.util.List;

/**
 * The nodes of one kind in the networks of one or many worlds: a row of features each, in world
 * order and by number within a world. Grows where there are more than ever before, and keeps its
 * size.
 */
public final class NodeTable {

    private static final int FIRST_CAPACITY = 16;

    private final String kind;
    private final List<String> featureNames;
    private float[] feature;
    private int[] world = new int[FIRST_CAPACITY];
    private int[] number = new int[FIRST_CAPACITY];
    private int size;

    /**
     * @param kind         what the nodes are, such as {@code user}
     * @param featureNames one per column, with units
     */
    public NodeTable(String kind, List<String> featureNames) {
        this.kind = kind;
        this.featureNames = List.copyOf(featureNames);
        this.feature = new float[FIRST_CAPACITY * featureNames.size()];
    }

    /** What the nodes are. */
    public String kind() {
        return kind;
    }

    /** Names of the columns. */
    public List<String> featureNames() {
        return featureNames;
    }

    /** Columns of the feature matrix. */
    public int featureCount() {
        return featureNames.size();
    }

    /** Nodes now. */
    public int size() {
        return size;
    }

    /** Row-major {@code [size, featureCount]}; another array after growth. */
    public float[] features() {
        return feature;
    }

    /** Number of each node's world: {@code [size]}; another array after growth. */
    public int[] world() {
        return world;
    }

    /** Number of each node within its kind and world: {@code [size]}; another after growth. */
    public int[] number() {
        return number;
    }

    /** Removes all nodes. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a node whose features the caller then writes from {@code row * featureCount} on.
     *
     * @return its row
     */
    public int append(int world, int number) {
        if (size == this.world.length) {
            this.world = Arrays.copyOf(this.world, 2 * size);
            this.number = Arrays.copyOf(this.number, 2 * size);
            feature = Arrays.copyOf(feature, 2 * size * featureNames.size());
        }
        this.world[size] = world;
        this.number[size] = number;
        return size++;
    }
}

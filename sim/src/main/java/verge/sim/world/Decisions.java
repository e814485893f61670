package verge.sim.world;

import java.util.Arrays;

/**
 * The rows that need a decision now, of one world or of many. Arrays are allocated at construction
 * and handed out as they are; only the first {@link #size()} rows count. A policy writes
 * {@link #choice()} and, where actions have a continuous part, {@link #levels()}; worlds write the
 * rest.
 */
public final class Decisions {

    private final int features;
    private final float[] feature;
    private final int[] world;
    private final long[] id;
    private final int[] node;
    private final long[] legal;
    private final int[] choice;
    private final int levels;
    private final float[] level;
    private final int[] place;
    private final Relations relations;
    private int size;

    /**
     * Rows without relations.
     *
     * @param capacity rows at most
     * @param features columns of the feature matrix
     */
    public Decisions(int capacity, int features) {
        this(capacity, features, null);
    }

    /**
     * @param capacity  rows at most
     * @param features  columns of the feature matrix
     * @param relations to be filled by the worlds; null saves their cost
     */
    public Decisions(int capacity, int features, Relations relations) {
        this(capacity, features, 0, relations);
    }

    /**
     * @param capacity  rows at most
     * @param features  columns of the feature matrix
     * @param levels    continuous parts of an action
     * @param relations to be filled by the worlds; null saves their cost
     */
    public Decisions(int capacity, int features, int levels, Relations relations) {
        this.features = features;
        this.levels = levels;
        this.level = new float[Math.multiplyExact(capacity, levels)];
        this.relations = relations;
        this.place = new int[capacity];
        this.feature = new float[Math.multiplyExact(capacity, features)];
        this.world = new int[capacity];
        this.id = new long[capacity];
        this.node = new int[capacity];
        this.legal = new long[capacity];
        this.choice = new int[capacity];
    }

    /** Rows at most. */
    public int capacity() {
        return world.length;
    }

    /** Rows now. */
    public int size() {
        return size;
    }

    /** Columns of the feature matrix. */
    public int featureCount() {
        return features;
    }

    /** Row-major {@code [capacity, featureCount]}. */
    public float[] features() {
        return feature;
    }

    /** Number of the world each row belongs to: {@code [capacity]}. */
    public int[] world() {
        return world;
    }

    /** Number of each decision within its world's episode: {@code [capacity]}. */
    public long[] id() {
        return id;
    }

    /** What each row decides about, such as a task's index: {@code [capacity]}. */
    public int[] node() {
        return node;
    }

    /** Legal choices of each row, bit {@code c} for choice {@code c}: {@code [capacity]}. */
    public long[] legal() {
        return legal;
    }

    /** The choice of each row, to be filled by the policy; -1 in a new row: {@code [capacity]}. */
    public int[] choice() {
        return choice;
    }

    /** Continuous parts of an action. */
    public int levelCount() {
        return levels;
    }

    /**
     * Continuous parts of each action, 0 to 1, to be filled by the policy; 1 in a new row:
     * row-major {@code [capacity, levelCount]}.
     */
    public float[] levels() {
        return level;
    }

    /** Nodes and edges around the rows; null where none are wanted. */
    public Relations relations() {
        return relations;
    }

    /** The row of the first node table that each row is about, -1 without: {@code [capacity]}. */
    public int[] place() {
        return place;
    }

    /** How many choices a row has. */
    public int choices(int row) {
        return Long.bitCount(legal[row]);
    }

    /** Whether a row's choice is one of its legal ones. */
    public boolean isLegal(int row) {
        return choice[row] >= 0 && choice[row] < Long.SIZE
                && (legal[row] >>> choice[row] & 1) == 1;
    }

    /** Removes all rows, nodes and edges. */
    public void clear() {
        size = 0;
        if (relations != null) {
            relations.clear();
        }
    }

    /**
     * Adds a row whose features the caller then writes from {@code row * featureCount} on.
     *
     * @return the row
     * @throws IllegalStateException where there is no room
     */
    public int append(int world, long id, int node, long legal) {
        if (size == capacity()) {
            throw new IllegalStateException("more than " + size + " rows");
        }
        int row = size++;
        this.world[row] = world;
        this.id[row] = id;
        this.node[row] = node;
        this.legal[row] = legal;
        this.choice[row] = -1;
        Arrays.fill(level, row * levels, (row + 1) * levels, 1);
        this.place[row] = -1;
        return row;
    }
}

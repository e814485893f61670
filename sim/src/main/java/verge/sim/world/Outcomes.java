package verge.sim.world;

/**
 * What came of decisions: a reward each, and whether the episode ended with it. Arrays are
 * allocated at construction and handed out as they are; only the first {@link #size()} count.
 */
public final class Outcomes {

    private final int[] world;
    private final long[] id;
    private final double[] reward;
    private final boolean[] terminal;
    private final boolean[] truncated;
    private int size;

    /** @param capacity outcomes at most */
    public Outcomes(int capacity) {
        world = new int[capacity];
        id = new long[capacity];
        reward = new double[capacity];
        terminal = new boolean[capacity];
        truncated = new boolean[capacity];
    }

    /** Outcomes at most. */
    public int capacity() {
        return world.length;
    }

    /** Outcomes now. */
    public int size() {
        return size;
    }

    /** Number of each outcome's world: {@code [capacity]}. */
    public int[] world() {
        return world;
    }

    /** The decision each outcome is of: {@code [capacity]}. */
    public long[] id() {
        return id;
    }

    /** Reward of each, in the world's unit: {@code [capacity]}. */
    public double[] reward() {
        return reward;
    }

    /** Whether the episode is over after it by the rules of the world: {@code [capacity]}. */
    public boolean[] terminal() {
        return terminal;
    }

    /** Whether the episode was cut off after it by a limit on its length: {@code [capacity]}. */
    public boolean[] truncated() {
        return truncated;
    }

    /** Removes all outcomes. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds one.
     *
     * @throws IllegalStateException where there is no room
     */
    public void append(int world, long id, double reward, boolean terminal, boolean truncated) {
        if (size == capacity()) {
            throw new IllegalStateException("more than " + size + " outcomes");
        }
        this.world[size] = world;
        this.id[size] = id;
        this.reward[size] = reward;
        this.terminal[size] = terminal;
        this.truncated[size] = truncated;
        size++;
    }
}

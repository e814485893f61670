package verge.sim.model;

import java.util.Arrays;
import verge.sim.core.WorldState;

/**
 * Servers that serve first come, first served, one after another, where how long a job takes is known
 * when it comes: processors, and transmit queues, whose service is size over rate. All that matters of
 * such a server is when it has done what it was given (Lindley, 1952), whatever the number of jobs.
 * Times are the caller's, in seconds or in slots. Nothing is allocated after construction.
 *
 * <p>The caller either says what time it is, or keeps it at 0 and lets it {@link #pass}.
 */
public final class FifoServers {

    private final double[] free;            // [servers]

    /** @param servers how many; all are free from time 0 on */
    public FifoServers(int servers) {
        free = new double[servers];
    }

    /** All are free from time 0 on. */
    public void clear() {
        Arrays.fill(free, 0);
    }

    /** How long a job that comes now would wait. */
    public double waiting(int server, double now) {
        return Math.max(free[server] - now, 0);
    }

    /** When a job that comes now would begin to be served. */
    public double begin(int server, double now) {
        return Math.max(free[server], now);
    }

    /**
     * Lets a job in.
     *
     * @param duration how long it is served
     * @return when it is done
     */
    public double add(int server, double now, double duration) {
        free[server] = begin(server, now) + duration;
        return free[server];
    }

    /** Ends what a server does at some time, not before the job that came last begins. */
    public void cutOff(int server, double time) {
        free[server] = Math.min(free[server], time);
    }

    /**
     * Time passes and becomes 0 again.
     *
     * @return for how long servers had nothing to do, all together
     */
    public double pass(double time) {
        double idle = 0;
        for (int s = 0; s < free.length; s++) {
            double left = free[s] - time;
            free[s] = Math.max(left, 0);
            idle -= Math.min(left, 0);
        }
        return idle;
    }

    /** When each has done what it was given, to be read only: {@code [servers]}. */
    public double[] freeAt() {
        return free;
    }

    /** Becomes a copy of as many other servers. */
    public void copyFrom(FifoServers other) {
        copyFrom(other.free, 0);
    }

    /** Takes over what {@link #freeAt} was, from a place on. */
    public void copyFrom(double[] freeAt, int first) {
        System.arraycopy(freeAt, first, free, 0, free.length);
    }

    /** Writes the exact state. */
    public void save(WorldState to) {
        to.putAll(free);
    }

    /**
     * Reads back what {@link #save} wrote.
     *
     * @throws IllegalArgumentException where a time is below 0 or none
     */
    public void restore(WorldState from) {
        for (int s = 0; s < free.length; s++) {
            free[s] = from.getNonNegative();
        }
    }
}

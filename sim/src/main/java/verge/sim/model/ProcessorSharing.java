package verge.sim.model;

import java.util.Arrays;
import verge.sim.core.FifoLines;
import verge.sim.core.WorldState;

/**
 * Servers that share themselves equally among what wants them (Kleinrock, 1967). Each client has a
 * queue of jobs at each server, first come, first served; in any time, what a server can do goes in
 * equal parts to its queues that are not empty. Where each client has one job at most, that is
 * processor sharing among jobs.
 *
 * <p>The caller says how long a server works and decides how finely: a whole slot, in which what a
 * queue leaves over is lost, or exactly to the next end of a job ({@link #untilNext}) or arrival, in
 * continuous time. Jobs are numbers that the caller has chosen. Nothing is allocated after
 * construction.
 */
public final class ProcessorSharing {

    private final int clients;
    private final int servers;
    private final double[] rate;            // [clients, servers] per time, of a server alone
    private final FifoLines queues;         // [clients, servers] of jobs
    private final double[] backlog;         // [clients, servers] amount that waits
    private final int[] active;             // [servers, clients] whose queue is not empty
    private final int[] load;               // [servers] how many these are
    private final double[] remaining;       // [jobs]
    private final double[] lastTime;        // [jobs] when it is given up if it is not done
    private final int[] ended;              // [jobs] that left
    private final boolean[] done;           // [jobs] whether it was done then
    private int endedCount;

    /**
     * @param clients how many queues a server has
     * @param servers how many servers there are
     * @param jobs    all jobs' numbers are below this one
     * @param rate    what a server does for a client in a time of 1 while no other wants anything:
     *                {@code [clients, servers]}; kept
     */
    public ProcessorSharing(int clients, int servers, int jobs, double[] rate) {
        if (rate.length != clients * servers) {
            throw new IllegalArgumentException(rate.length + " rates of " + clients
                    + " clients and " + servers + " servers");
        }
        this.clients = clients;
        this.servers = servers;
        this.rate = rate;
        queues = new FifoLines(clients * servers, jobs);
        backlog = new double[clients * servers];
        active = new int[servers * clients];
        load = new int[servers];
        remaining = new double[jobs];
        lastTime = new double[jobs];
        ended = new int[jobs];
        done = new boolean[jobs];
    }

    /** Empties all queues. */
    public void clear() {
        queues.clear();
        Arrays.fill(backlog, 0);
        Arrays.fill(load, 0);
        endedCount = 0;
    }

    /**
     * Lets a job in.
     *
     * @param amount what is to be done
     * @param until  the job leaves when it has been served at this time and is not done; infinity if
     *               it stays until it is done
     */
    public void add(int client, int server, int job, double amount, double until) {
        int queue = client * servers + server;
        remaining[job] = amount;
        lastTime[job] = until;
        if (queues.isEmpty(queue)) {
            active[server * clients + load[server]++] = client;
        }
        queues.add(queue, job);
        backlog[queue] += amount;
    }

    /** How long until a server's next job is done if nobody comes; infinite where there is none. */
    public double untilNext(int server) {
        double least = Double.POSITIVE_INFINITY;
        int sharers = load[server];
        for (int i = 0; i < sharers; i++) {
            int queue = active[server * clients + i] * servers + server;
            least = Math.min(least, remaining[queues.first(queue)] * sharers / rate[queue]);
        }
        return least;
    }

    /**
     * Lets a server work; of each queue, one job at most ends. Forget the {@link #ended} before.
     *
     * @param duration how long
     * @param now      what the time is, for jobs that are given up
     */
    public void serve(int server, double duration, double now) {
        int sharers = load[server];
        int first = server * clients;
        int kept = first;
        for (int i = first; i < first + sharers; i++) {
            int client = active[i];
            int queue = client * servers + server;
            if (serveQueue(queue, rate[queue] * duration / sharers, now)) {
                active[kept++] = client;
            }
        }
        load[server] = kept - first;
    }

    /** Whether the queue is not empty afterwards. */
    private boolean serveQueue(int queue, double share, double now) {
        int job = queues.first(queue);
        double left = remaining[job] - share;
        if (left > 0 && now < lastTime[job]) {
            remaining[job] = left;
            backlog[queue] -= share;
            return true;
        }
        done[endedCount] = left <= 0;
        ended[endedCount++] = job;
        queues.remove(queue);
        backlog[queue] = queues.isEmpty(queue) ? 0 : backlog[queue] - remaining[job];
        return !queues.isEmpty(queue);
    }

    /** How many jobs have left since this was last forgotten. */
    public int ended() {
        return endedCount;
    }

    /** The job that left i-th. */
    public int endedJob(int i) {
        return ended[i];
    }

    /** Whether the job that left i-th was done. */
    public boolean isDone(int i) {
        return done[i];
    }

    /** Forgets which jobs have left. */
    public void forgetEnded() {
        endedCount = 0;
    }

    /** The job of a queue that is served; -1 where it is empty. */
    public int serving(int client, int server) {
        return queues.first(client * servers + server);
    }

    /** What is left of a job that has not left. */
    public double remaining(int job) {
        return remaining[job];
    }

    /** Queues of each server that are not empty, to be read only: {@code [servers]}. */
    public int[] load() {
        return load;
    }

    /** What waits in each queue, to be read only: {@code [clients, servers]}. */
    public double[] backlog() {
        return backlog;
    }

    /** Writes the exact state, but not who has left. */
    public void save(WorldState to) {
        queues.save(to);
        to.putAll(backlog);
        to.putAll(active);
        to.putAll(load);
        to.putAll(remaining);
        to.putAll(lastTime);
    }

    /**
     * Reads back what {@link #save} wrote, which the caller has sealed: only its queues are checked.
     *
     * @throws IllegalArgumentException where no queues have that state
     */
    public void restore(WorldState from) {
        endedCount = 0;
        queues.restore(from, remaining.length);
        from.getAll(backlog);
        from.getAll(active);
        from.getAll(load);
        from.getAll(remaining);
        from.getAll(lastTime);
    }
}

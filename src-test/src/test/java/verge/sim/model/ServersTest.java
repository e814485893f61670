package verge.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import verge.sim.core.EventQueue;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;

/** Servers against queueing theory: Poisson arrivals, a mean service of 1, a load of 0.7. */
class ServersTest {

    private static final double LOAD = 0.7;
    private static final int BATCHES = 40;
    private static final int JOBS = 20_000;
    private static final int DEPARTURE = 0;
    private static final int ARRIVAL = 1;
    private static final double STUDENT_99 = 2.708;             // 39 degrees of freedom

    /** A distribution of service times of mean 1. */
    private enum Service {
        DETERMINISTIC(0, random -> 1),
        EXPONENTIAL(1, RandomStream::nextExponential),
        /** One in ten is 5.5 on average, nine 0.5: E[S^2] = 2 (0.1 5.5^2 + 0.9 0.5^2) = 6.5. */
        HYPEREXPONENTIAL(5.5, random -> (random.nextDouble() < 0.1 ? 5.5 : 0.5)
                * random.nextExponential());

        private final double variance;
        private final ToDoubleFunction<RandomStream> draw;

        Service(double variance, ToDoubleFunction<RandomStream> draw) {
            this.variance = variance;
            this.draw = draw;
        }
    }

    /** What came of a simulation: means of batches, and over all of it. */
    private static final class Result {
        private final double[] response = new double[BATCHES];
        private double seconds;
        private double jobSeconds;                              // integral of the number of jobs
        private double done;

        double mean() {
            return Arrays.stream(response).average().orElseThrow();
        }

        double halfWidth() {
            double mean = mean();
            double square = Arrays.stream(response).map(r -> (r - mean) * (r - mean)).sum();
            return STUDENT_99 * Math.sqrt(square / (BATCHES - 1) / BATCHES);
        }

        void isWithin(double expected, double widest) {
            assertThat(Math.abs(mean() - expected)).as("mean %s, expected %s", mean(), expected)
                    .isLessThan(halfWidth());
            assertThat(halfWidth()).isLessThan(widest);
            // Little: the number of jobs is their rate times how long they stay.
            assertThat(jobSeconds / seconds / (done / seconds * mean()))
                    .isCloseTo(1, within(0.01));
        }
    }

    private static Result firstComeFirstServed(Service service) {
        Result result = new Result();
        FifoServers server = new FifoServers(1);
        EventQueue queue = new EventQueue(16);
        for (int batch = 0; batch < BATCHES; batch++) {
            RandomStream random = new RandomStream(batch, "fifo " + service);
            server.clear();
            queue.clear();
            queue.schedule(random.nextExponential() / LOAD, ARRIVAL, 0);
            int present = 0;
            double last = 0;
            double sum = 0;
            for (int arrived = 0; queue.next(); last = queue.now()) {
                result.jobSeconds += present * (queue.now() - last);
                if (queue.priority() == DEPARTURE) {
                    present--;
                    continue;
                }
                present++;
                double until = server.add(0, queue.now(), service.draw.applyAsDouble(random));
                queue.schedule(until, DEPARTURE, 0);
                sum += until - queue.now();
                if (++arrived < JOBS) {
                    queue.schedule(queue.now() + random.nextExponential() / LOAD, ARRIVAL, 0);
                }
            }
            result.seconds += last;
            result.done += JOBS;
            result.response[batch] = sum / JOBS;
        }
        return result;
    }

    /** Pollaczek and Khinchine: 1 + load E[S^2] / (2 (1 - load)). */
    private static double waitingForAll(Service service) {
        return 1 + LOAD * (1 + service.variance) / (2 * (1 - LOAD));
    }

    @Test
    void oneAfterAnotherIsMM1() {
        assertThat(waitingForAll(Service.EXPONENTIAL)).isCloseTo(1 / (1 - LOAD), within(1e-12));
        firstComeFirstServed(Service.EXPONENTIAL).isWithin(1 / (1 - LOAD), 0.1);
    }

    @Test
    void oneAfterAnotherIsMD1() {
        firstComeFirstServed(Service.DETERMINISTIC).isWithin(1 + LOAD / (2 * (1 - LOAD)), 0.05);
    }

    @Test
    void oneAfterAnotherSuffersFromVariance() {
        assertThat(waitingForAll(Service.HYPEREXPONENTIAL)).isCloseTo(8.583, within(1e-3));
        firstComeFirstServed(Service.HYPEREXPONENTIAL)
                .isWithin(waitingForAll(Service.HYPEREXPONENTIAL), 0.7);
    }

    /** Time that becomes 0 again after each step gives what absolute time gives. */
    @Test
    void timeMayPass() {
        RandomStream random = new RandomStream(1, "pass");
        FifoServers absolute = new FifoServers(3);
        FifoServers relative = new FifoServers(3);
        double now = 0;
        double idle = 0;
        double work = 0;
        for (int i = 0; i < 10_000; i++) {
            int server = random.nextInt(3);
            double duration = 2 * random.nextDouble();
            assertThat(relative.waiting(server, 0))
                    .isCloseTo(absolute.waiting(server, now), within(1e-9));
            absolute.add(server, now, duration);
            relative.add(server, 0, duration);
            work += duration;
            double step = random.nextExponential() / 2;
            now += step;
            idle += relative.pass(step);
        }
        double left = Arrays.stream(relative.freeAt()).sum();
        assertThat(idle).isGreaterThan(100);
        assertThat(3 * now - idle).as("busy time is work done").isCloseTo(work - left, within(1e-6));
    }

    /** Jobs, one to a client, share the server; it is simulated from end to end of a job. */
    private static Result shared(Service service) {
        int clients = 256;
        double[] rate = new double[clients];
        Arrays.fill(rate, 1);
        Result result = new Result();
        ProcessorSharing server = new ProcessorSharing(clients, 1, clients, rate);
        double[] arrived = new double[clients];
        int[] free = new int[clients];
        for (int batch = 0; batch < BATCHES; batch++) {
            RandomStream random = new RandomStream(batch, "shared " + service);
            server.clear();
            Arrays.setAll(free, c -> c);
            int present = 0;
            double now = 0;
            double sum = 0;
            double arrival = random.nextExponential() / LOAD;
            for (int coming = JOBS; coming > 0 || present > 0;) {
                double untilNext = server.untilNext(0);
                boolean comes = coming > 0 && arrival - now < untilNext;
                double duration = comes ? arrival - now : untilNext;
                result.jobSeconds += present * duration;
                now = comes ? arrival : now + duration;
                server.serve(0, duration, now);
                for (int i = 0; i < server.ended(); i++) {
                    assertThat(server.isDone(i)).isTrue();
                    free[--present] = server.endedJob(i);
                    sum += now - arrived[server.endedJob(i)];
                }
                server.forgetEnded();
                if (comes) {
                    coming--;
                    int job = free[present++];
                    arrived[job] = now;
                    server.add(job, 0, job, service.draw.applyAsDouble(random),
                            Double.POSITIVE_INFINITY);
                    arrival = now + random.nextExponential() / LOAD;
                }
                if (server.load()[0] != present) {
                    assertThat(server.load()[0]).isEqualTo(present);
                }
            }
            result.seconds += now;
            result.done += JOBS;
            result.response[batch] = sum / JOBS;
        }
        return result;
    }

    /** The mean does not depend on the distribution: M/G/1-PS, 1 / (1 - load). */
    @Test
    void sharingIsInsensitive() {
        shared(Service.DETERMINISTIC).isWithin(1 / (1 - LOAD), 0.1);
        shared(Service.EXPONENTIAL).isWithin(1 / (1 - LOAD), 0.1);
        shared(Service.HYPEREXPONENTIAL).isWithin(1 / (1 - LOAD), 0.15);
    }

    /** Two clients, two servers: what one does alone takes twice as long for two. */
    @Test
    void sharesByHand() {
        ProcessorSharing servers =
                new ProcessorSharing(2, 2, 8, new double[] {4, 10, 2, 10});
        servers.add(0, 0, 3, 6, Double.POSITIVE_INFINITY);
        servers.add(0, 0, 5, 2, Double.POSITIVE_INFINITY);
        assertThat(servers.untilNext(0)).isEqualTo(1.5);
        assertThat(servers.untilNext(1)).isInfinite();
        servers.serve(0, 0.5, 0.5);
        assertThat(servers.remaining(3)).isEqualTo(4);
        assertThat(servers.backlog()).containsExactly(6, 0, 0, 0);
        servers.add(1, 0, 4, 1, 2);
        assertThat(servers.load()).containsExactly(2, 0);
        assertThat(servers.untilNext(0)).as("client 1 at half of 2").isEqualTo(1);
        servers.serve(0, 0.75, 1.25);
        assertThat(servers.remaining(3)).isEqualTo(2.5);
        assertThat(servers.remaining(4)).isEqualTo(0.25);
        assertThat(servers.ended()).isZero();
        servers.serve(0, 0.125, 2);
        assertThat(servers.ended()).as("given up at 2").isOne();
        assertThat(servers.endedJob(0)).isEqualTo(4);
        assertThat(servers.isDone(0)).isFalse();
        servers.serve(0, 1, 3);
        assertThat(servers.endedJob(1)).as("what is left over is lost").isEqualTo(3);
        assertThat(servers.isDone(1)).isTrue();
        assertThat(servers.serving(0, 0)).isEqualTo(5);
        assertThat(servers.backlog()).containsExactly(2, 0, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProcessorSharing(2, 2, 8, new double[3]));
    }

    /** Half of what remains, no less than an eighth of the whole; who finds less waits. */
    @Test
    void sharesAreHandedOut() {
        SharedCapacity capacity = new SharedCapacity(2, 0.5, 0.125);
        int half = capacity.take(1, 1);
        assertThat(half).isEqualTo(SharedCapacity.WHOLE / 2);
        assertThat(capacity.take(1, 0)).as("the least").isEqualTo(SharedCapacity.WHOLE / 8);
        assertThat(capacity.remainingShare(1)).isEqualTo(0.375);
        assertThat(capacity.take(1, 1)).isEqualTo(SharedCapacity.WHOLE * 3 / 16);
        assertThat(capacity.isFree(1)).isTrue();
        capacity.take(1, 0);
        assertThat(capacity.isFree(1)).isFalse();
        capacity.enqueue(1, 40, 5);
        capacity.enqueue(1, 7, 3);
        assertThat(capacity.waiting(1)).isEqualTo(2);
        assertThat(capacity.waitingAmount(1)).isEqualTo(8);
        assertThat(capacity.canServe(1)).isFalse();
        capacity.giveBack(1, half);
        assertThat(capacity.canServe(1)).isTrue();
        assertThat(capacity.first(1)).isEqualTo(40);
        capacity.dequeue(1, 5);
        WorldState state = new WorldState();
        capacity.save(state);
        SharedCapacity other = new SharedCapacity(2, 0.5, 0.125);
        other.restore(state, 41);
        assertThat(other.first(1)).isEqualTo(7);
        assertThat(other.waitingAmount(1)).isEqualTo(3);
        assertThat(other.active(1)).isEqualTo(3);
        assertThat(other.remainingShare(1)).isEqualTo(0.5625);
        assertThat(other.canServe(0)).isFalse();
    }

    /** Came = done + given up + waiting, and a state that is read back goes on the same. */
    @Test
    void sharingConserves() {
        RandomStream random = new RandomStream(3, "conserves");
        for (int round = 0; round < 200; round++) {
            int clients = 1 + random.nextInt(4);
            int servers = 1 + random.nextInt(3);
            double[] rate = random.doubles((long) clients * servers, 0.5, 2).toArray();
            ProcessorSharing sharing = new ProcessorSharing(clients, servers, 4096, rate);
            ProcessorSharing other = new ProcessorSharing(clients, servers, 4096, rate);
            int came = 0;
            int left = 0;
            int givenUp = 0;
            for (int slot = 0; slot < 60; slot++) {
                for (int c = 0; c < clients; c++) {
                    if (random.nextInt(3) > 0) {
                        sharing.add(c, random.nextInt(servers), came++, 2 * random.nextDouble(),
                                slot + random.nextInt(8));
                    }
                }
                if (slot == 30) {
                    WorldState state = new WorldState();
                    sharing.save(state);
                    other.restore(state);
                    assertThat(state.remaining()).isZero();
                    sharing = other;
                }
                for (int s = 0; s < servers; s++) {
                    sharing.serve(s, 1, slot);
                }
                for (int i = 0; i < sharing.ended(); i++) {
                    left++;
                    givenUp += sharing.isDone(i) ? 0 : 1;
                }
                sharing.forgetEnded();
            }
            int empty = 0;
            for (int slot = 60; Arrays.stream(sharing.load()).sum() > 0; slot++) {
                for (int s = 0; s < servers; s++) {
                    sharing.serve(s, 1, slot);
                }
                empty += sharing.ended();
                sharing.forgetEnded();
            }
            assertThat(left + empty).isEqualTo(came);
            assertThat(sharing.backlog()).containsOnly(0);
            assertThat(givenUp).as("case " + round).isBetween(came / 100, came);
        }
    }
}

package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;

class EventQueueTest {

    /** How delays are drawn: what makes queues of buckets go wrong is how times cluster. */
    private enum Delays {
        EXPONENTIAL, EQUAL, SLOTS, BURSTS, BIMODAL, SHRINKING, NONE, HUGE, TINY;

        double draw(RandomStream random, long step) {
            return switch (this) {
                case EXPONENTIAL -> random.nextExponential();
                case EQUAL -> 1;
                case SLOTS -> random.nextInt(4);
                case BURSTS -> step % 1000 < 900 ? 1e-9 * random.nextDouble() : 10;
                case BIMODAL -> random.nextInt(10) == 0 ? 1e6 * random.nextDouble()
                        : 1e-6 * random.nextDouble();
                case SHRINKING -> StrictMath.exp(-0.001 * step) * random.nextDouble();
                case NONE -> 0;
                case HUGE -> random.nextInt(3) == 0 ? 1e300 * random.nextDouble() : 1e-300;
                case TINY -> Double.MIN_VALUE * random.nextInt(100);
            };
        }
    }

    /** The naive twin: objects in a PriorityQueue. */
    private record Event(double time, int priority, long sequence, long payload) {
        static final Comparator<Event> ORDER = Comparator.comparingDouble(Event::time)
                .thenComparingInt(Event::priority).thenComparingLong(Event::sequence);
    }

    @Test
    void eventsComeByTimeThenPriorityThenScheduling() {
        EventQueue queue = new EventQueue(1);
        queue.schedule(2, 0, 1);
        queue.schedule(1, 5, 2);
        queue.schedule(1, -5, 3);
        queue.schedule(1, 5, 4);
        queue.schedule(0, EventQueue.MAX_PRIORITY, 5);
        queue.schedule(-0.0, EventQueue.MIN_PRIORITY, 6);
        StringBuilder order = new StringBuilder();
        while (queue.next()) {
            order.append(queue.payload()).append('@').append((int) queue.now()).append(' ');
        }
        assertThat(order).hasToString("6@0 5@0 3@1 2@1 4@1 1@2 ");
        assertThat(queue.next()).isFalse();
        assertThat(queue.nextTime()).isInfinite();
    }

    @Test
    void thePastIsRefusedNamingBothTimes() {
        EventQueue queue = new EventQueue(4);
        queue.schedule(2.5, 0, 0);
        queue.next();
        assertThatIllegalArgumentException().isThrownBy(() -> queue.schedule(2.25, 0, 0))
                .withMessage("an event at 2.25 cannot be scheduled at 2.5");
        assertThatIllegalArgumentException().isThrownBy(() -> queue.schedule(Double.NaN, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.schedule(Double.POSITIVE_INFINITY, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.schedule(3, EventQueue.MAX_PRIORITY + 1, 0));
        assertThat(queue.size()).isZero();
        queue.schedule(2.5, 0, 7);
        assertThat(queue.next()).isTrue();
        assertThat(queue.payload()).isEqualTo(7);
    }

    @Test
    void takesTheOrderOfTheNaiveTwin() {
        long taken = 0;
        int runs = Shared.full() ? 40 : 4;
        for (Delays delays : Delays.values()) {
            for (int pending : new int[] {1, 20, 60, 700, 5000}) {
                for (int run = 0; run < runs; run++) {
                    taken += compare(delays, pending, run);
                }
            }
        }
        assertThat(taken).isGreaterThan(125_000L * runs);
    }

    /** More than there are shelves for. */
    @Test
    void takesTheOrderOfTheNaiveTwinWhereManyArePending() {
        for (Delays delays : new Delays[] {Delays.EXPONENTIAL, Delays.SLOTS, Delays.BIMODAL}) {
            assertThat(compare(delays, 40_000, 0)).isGreaterThan(90_000);
        }
    }

    /** Fills, holds, saves and restores on the way, and drains. */
    private static long compare(Delays delays, int pending, long seed) {
        RandomStream random = new RandomStream(seed, delays + " " + pending);
        EventQueue queue = new EventQueue(1 + random.nextInt(100));
        PriorityQueue<Event> twin = new PriorityQueue<>(Event.ORDER);
        long sequence = 0;
        long taken = 0;
        long steps = 4L * pending + 100;
        for (long step = 0; step < steps || !twin.isEmpty(); step++) {
            boolean grow = step < pending || step < steps && random.nextInt(100) < 50;
            if (grow) {
                double time = queue.now() + delays.draw(random, step);
                int priority = random.nextInt(4) == 0 ? random.nextInt(-3, 4) : 0;
                long payload = random.nextLong();
                queue.schedule(time, priority, payload);
                twin.add(new Event(time, priority, sequence++, payload));
            } else if (!twin.isEmpty()) {
                Event expected = twin.poll();
                if (random.nextInt(3) == 0) {
                    assertThat(queue.nextTime()).isEqualTo(expected.time());
                }
                assertThat(queue.next()).isTrue();
                if (queue.payload() != expected.payload() || queue.now() != expected.time()
                        || queue.priority() != expected.priority()) {
                    assertThat(queue.payload()).as("%s, %s pending, seed %s, step %s", delays,
                            pending, seed, step).isEqualTo(expected.payload());
                }
                taken++;
            }
            if (queue.size() != twin.size()) {
                assertThat(queue.size()).isEqualTo(twin.size());
            }
            if (step % (2 * pending + 37) == pending) {
                queue = saved(queue);
            }
        }
        assertThat(queue.next()).isFalse();
        return taken;
    }

    /** What was saved by a queue that saves and by the one that was restored is the same. */
    private static EventQueue saved(EventQueue queue) {
        WorldState state = new WorldState();
        queue.save(state);
        EventQueue other = new EventQueue(3);
        other.schedule(9, 9, 9);
        other.restore(state);
        assertThat(state.remaining()).isZero();
        WorldState again = new WorldState();
        other.save(again);
        assertThat(again.toArray()).isEqualTo(state.toArray());
        return other;
    }

    @Test
    void statesThatNoQueueHasAreRefused() {
        EventQueue queue = new EventQueue(4);
        for (int i = 0; i < 100; i++) {
            queue.schedule(i % 10, i % 3, i);
        }
        queue.next();
        WorldState state = new WorldState();
        queue.save(state);
        long[] words = state.toArray();
        RandomStream random = new RandomStream(5, "mutations");
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            long[] hurt = words.clone();
            hurt[random.nextInt(hurt.length)] = random.nextLong() >> random.nextInt(64);
            state.set(hurt);
            try {
                queue.restore(state);
                while (queue.next()) {
                    assertThat(queue.now()).isFinite();
                }
            } catch (IllegalArgumentException e) {
                assertThat(queue.size()).isZero();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(800);
    }
}

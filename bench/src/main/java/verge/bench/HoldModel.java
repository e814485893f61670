package verge.bench;

import java.util.PriorityQueue;
import verge.sim.core.EventQueue;
import verge.sim.core.RandomStream;

/**
 * The hold model (Jones, CACM 29(4), 1986): take the earliest event, schedule another some time
 * after it, so that their number stays the same. Events are ordered by time, priority and sequence
 * and carry a payload. Every kind of queue has a loop of its own, so that none pays for calls that
 * the compiler could not see through because of the others.
 */
abstract class HoldModel {
    static final String[] KINDS = {"verge", "priority-queue", "heap"};
    static final String[] TIMES = {"exponential", "bursts", "equal"};
    private static final int INCREMENTS = 1 << 16;
    private static final int PRIORITIES = 4;

    final double[] increment;
    int next;

    private HoldModel(double[] increment) {
        this.increment = increment;
    }

    /**
     * A queue that is full.
     *
     * @param kind one of {@link #KINDS}
     * @param times one of {@link #TIMES}
     * @param pending events in it
     */
    static HoldModel of(String kind, String times, int pending) {
        double[] increment = increments(times);
        return switch (kind) {
            case "verge" -> new Verge(increment, pending);
            case "priority-queue" -> new Objects(increment, pending);
            case "heap" -> new Heap(increment, pending);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static double[] increments(String times) {
        RandomStream random = new RandomStream(1, times);
        double[] increment = new double[INCREMENTS];
        for (int i = 0; i < INCREMENTS; i++) {
            double exponential = -StrictMath.log(1 - random.nextDouble());
            increment[i] = switch (times) {
                case "exponential" -> exponential;
                case "bursts" -> exponential * (random.nextInt(20) == 0 ? 1000 : 0.01);
                case "equal" -> 1 + random.nextInt(3);
                default -> throw new IllegalArgumentException(times);
            };
        }
        return increment;
    }

    final double step() {
        return increment[next++ & INCREMENTS - 1];
    }

    final int priority() {
        return next & PRIORITIES - 1;
    }

    /** Takes and schedules so many times; returns the time at the end. */
    abstract double hold(int operations);

    private static final class Verge extends HoldModel {
        private final EventQueue queue;

        Verge(double[] increment, int pending) {
            super(increment);
            queue = new EventQueue(pending);
            for (int i = 0; i < pending; i++) {
                queue.schedule(step(), priority(), i);
            }
        }

        @Override
        double hold(int operations) {
            for (int i = 0; i < operations; i++) {
                queue.next();
                queue.schedule(queue.now() + step(), priority(), queue.payload());
            }
            return queue.now();
        }
    }

    private static final class Objects extends HoldModel {
        private record Event(double time, int priority, long sequence, long payload)
                implements Comparable<Event> {
            @Override
            public int compareTo(Event other) {
                int order = Double.compare(time, other.time);
                if (order == 0) {
                    order = Integer.compare(priority, other.priority);
                }
                return order == 0 ? Long.compare(sequence, other.sequence) : order;
            }
        }

        private final PriorityQueue<Event> queue = new PriorityQueue<>();
        private long sequence;

        Objects(double[] increment, int pending) {
            super(increment);
            for (int i = 0; i < pending; i++) {
                queue.add(new Event(step(), priority(), sequence++, i));
            }
        }

        @Override
        double hold(int operations) {
            double now = 0;
            for (int i = 0; i < operations; i++) {
                Event event = queue.poll();
                now = event.time;
                queue.add(new Event(now + step(), priority(), sequence++, event.payload));
            }
            return now;
        }
    }

    /** A 4-ary heap in flat arrays; priority and sequence make one key. */
    private static final class Heap extends HoldModel {
        private static final int SEQUENCE_BITS = 48;

        private final double[] time;
        private final long[] key;
        private final long[] payload;
        private int size;
        private long sequence;

        Heap(double[] increment, int pending) {
            super(increment);
            time = new double[pending + 1];
            key = new long[pending + 1];
            payload = new long[pending + 1];
            for (int i = 0; i < pending; i++) {
                add(step(), priority(), i);
            }
        }

        private void add(double t, int priority, long p) {
            long k = (long) priority << SEQUENCE_BITS | sequence++;
            int at = size++;
            while (at > 0) {
                int parent = at - 1 >> 2;
                if (!before(t, k, parent)) {
                    break;
                }
                move(parent, at);
                at = parent;
            }
            put(at, t, k, p);
        }

        private boolean before(double t, long k, int at) {
            return t < time[at] || t == time[at] && k < key[at];
        }

        private void move(int from, int to) {
            put(to, time[from], key[from], payload[from]);
        }

        private void put(int at, double t, long k, long p) {
            time[at] = t;
            key[at] = k;
            payload[at] = p;
        }

        private void removeFirst() {
            int end = --size;
            double t = time[end];
            long k = key[end];
            long p = payload[end];
            int at = 0;
            int child = 1;
            while (child < end) {
                int least = child;
                int behind = Math.min(child + 4, end);
                for (int c = child + 1; c < behind; c++) {
                    least = before(time[c], key[c], least) ? c : least;
                }
                if (before(t, k, least)) {
                    break;
                }
                move(least, at);
                at = least;
                child = 4 * at + 1;
            }
            put(at, t, k, p);
        }

        @Override
        double hold(int operations) {
            double now = 0;
            for (int i = 0; i < operations; i++) {
                now = time[0];
                long p = payload[0];
                removeFirst();
                add(now + step(), priority(), p);
            }
            return now;
        }
    }
}

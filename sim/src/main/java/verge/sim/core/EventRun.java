package verge.sim.core;

import java.util.Arrays;

/**
 * Events sorted by time, then key, and taken from the front: the tier of {@link EventQueue} for a
 * bucket that has come up.
 */
final class EventRun {

    /** Up to this many, insertion beats merging. */
    private static final int SHORT = 24;

    private double[] time = new double[64];
    private long[] key = new long[64];
    private long[] payload = new long[64];
    private double[] otherTime = time;             // merged into; apart once there is a long run
    private long[] otherKey = key;
    private long[] otherPayload = payload;
    private int first;
    private int end;

    boolean isEmpty() {
        return first == end;
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    void clear() {
        first = 0;
        end = 0;
    }

    double time(int i) {
        return time[i];
    }

    long key(int i) {
        return key[i];
    }

    long payload(int i) {
        return payload[i];
    }

    void removeFirst() {
        first++;
    }

    /** Appends; only after all have been taken, and before {@link #sort}. */
    void add(double t, long k, long p) {
        if (end == time.length) {
            time = Arrays.copyOf(time, 2 * end);
            key = Arrays.copyOf(key, 2 * end);
            payload = Arrays.copyOf(payload, 2 * end);
        }
        put(end++, t, k, p);
    }

    /** Turns the order around, as a chain holds its latest event first. */
    void reverse() {
        for (int i = first, j = end - 1; i < j; i++, j--) {
            double t = time[i];
            long k = key[i];
            long p = payload[i];
            put(i, time[j], key[j], payload[j]);
            put(j, t, k, p);
        }
    }

    /** Sorts; takes linear time where the events are sorted already. */
    void sort() {
        for (int i = first + 1; i < end; i++) {
            if (inverted(i - 1, i)) {
                if (end - first <= SHORT) {
                    insert(first, end, i);
                } else {
                    merge();
                }
                return;
            }
        }
    }

    private boolean inverted(int i, int j) {
        return time[j] < time[i] || time[j] == time[i] && key[j] < key[i];
    }

    /** Sorts {@code from..to}, of which what lies before {@code next} is sorted. */
    private void insert(int from, int to, int next) {
        for (int i = next; i < to; i++) {
            double t = time[i];
            long k = key[i];
            long p = payload[i];
            int hole = i;
            while (hole > from && (t < time[hole - 1]
                    || t == time[hole - 1] && k < key[hole - 1])) {
                put(hole, time[hole - 1], key[hole - 1], payload[hole - 1]);
                hole--;
            }
            put(hole, t, k, p);
        }
    }

    private void merge() {
        if (otherTime.length != time.length || otherTime == time) {
            otherTime = new double[time.length];
            otherKey = new long[time.length];
            otherPayload = new long[time.length];
        }
        for (int from = first; from < end; from += SHORT) {
            insert(from, Math.min(from + SHORT, end), from + 1);
        }
        for (int width = SHORT; width < end - first; width *= 2) {
            for (int from = first; from < end; from += 2 * width) {
                int middle = Math.min(from + width, end);
                merge(from, middle, Math.min(middle + width, end));
            }
            swap();
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeRight = left == middle || right < to && inverted(left, right);
            int source = takeRight ? right++ : left++;
            otherTime[i] = time[source];
            otherKey[i] = key[source];
            otherPayload[i] = payload[source];
        }
    }

    private void swap() {
        double[] t = time;
        long[] k = key;
        long[] p = payload;
        time = otherTime;
        key = otherKey;
        payload = otherPayload;
        otherTime = t;
        otherKey = k;
        otherPayload = p;
    }

    private void put(int at, double t, long k, long p) {
        time[at] = t;
        key[at] = k;
        payload[at] = p;
    }
}

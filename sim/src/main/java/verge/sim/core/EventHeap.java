package verge.sim.core;

import java.util.Arrays;

/** A 4-ary heap of events by time, then key; the tier of {@link EventQueue} that takes any order. */
final class EventHeap {

    private double[] time = new double[64];
    private long[] key = new long[64];
    private long[] payload = new long[64];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /** Of the i-th event in no particular order; the first is the earliest. */
    double time(int i) {
        return time[i];
    }

    long key(int i) {
        return key[i];
    }

    long payload(int i) {
        return payload[i];
    }

    void add(double t, long k, long p) {
        if (size == time.length) {
            time = Arrays.copyOf(time, 2 * size);
            key = Arrays.copyOf(key, 2 * size);
            payload = Arrays.copyOf(payload, 2 * size);
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >> 2;
            if (time[parent] < t || time[parent] == t && key[parent] < k) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, t, k, p);
    }

    void removeFirst() {
        int last = --size;
        double t = time[last];
        long k = key[last];
        int hole = 0;
        int child = 1;
        while (child < last) {
            int least = child;
            int end = Math.min(child + 4, last);
            for (int c = child + 1; c < end; c++) {
                if (time[c] < time[least] || time[c] == time[least] && key[c] < key[least]) {
                    least = c;
                }
            }
            if (t < time[least] || t == time[least] && k < key[least]) {
                break;
            }
            move(least, hole);
            hole = least;
            child = (hole << 2) + 1;
        }
        put(hole, t, k, payload[last]);
    }

    private void move(int from, int to) {
        put(to, time[from], key[from], payload[from]);
    }

    private void put(int at, double t, long k, long p) {
        time[at] = t;
        key[at] = k;
        payload[at] = p;
    }
}

package verge.sim.core;

import java.util.Arrays;

/**
 * Events sorted by time, then key, and taken from the front: the tier of {@link EventQueue} for what
 * comes next.
 */
final class EventRun {

    /** An event may be inserted before this many others; as many places are kept free in front. */
    private static final int NEAR = 32;

    /** Up to this many, insertion alone is best. */
    private static final int SHORT = 12;

    /** Shifts per event after which insertion is given up: the events were not spread evenly. */
    private static final int MOST_SHIFTS = 3;

    private double[] time = new double[2 * NEAR];
    private long[] key = new long[2 * NEAR];
    private long[] payload = new long[2 * NEAR];
    private double[] otherTime = time;             // moved into; apart once there was a long run
    private long[] otherKey = key;
    private long[] otherPayload = payload;
    private int[] interval;                        // of each event, while they are spread
    private int[] behind;                          // where each interval's events end
    private int first = NEAR;
    private int end = NEAR;

    boolean isEmpty() {
        return first == end;
    }

    int size() {
        return end - first;
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    void clear() {
        first = NEAR;
        end = NEAR;
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

    /** Inserts an event that belongs near the front; false, with nothing changed, if it does not. */
    boolean insert(double t, long k, long p) {
        int limit = Math.min(first + NEAR, end);
        if (first == 0 || limit < end && time[limit] <= t) {
            return false;
        }
        int hole = --first;
        while (hole + 1 < limit && isBefore(hole + 1, t, k)) {
            put(hole, time[hole + 1], key[hole + 1], payload[hole + 1]);
            hole++;
        }
        put(hole, t, k, p);
        return true;
    }

    private boolean isBefore(int i, double t, long k) {
        return time[i] < t || time[i] == t && key[i] < k;
    }

    /** Appends, to be followed by {@link #sort}. */
    void add(double t, long k, long p) {
        if (end == time.length) {
            time = Arrays.copyOf(time, 2 * end);
            key = Arrays.copyOf(key, 2 * end);
            payload = Arrays.copyOf(payload, 2 * end);
        }
        put(end++, t, k, p);
    }

    /**
     * Sorts; takes linear time where the events are sorted already, where their times are spread
     * evenly, and where equal times were scheduled in their order for each priority.
     */
    void sort() {
        if (isSorted()) {
            return;
        }
        int count = end - first;
        if (count <= SHORT) {
            insertAll(first, end, Integer.MAX_VALUE);
            return;
        }
        reserveOther();
        if (spreadByTime() && insertAll(first, end, MOST_SHIFTS * count)) {
            return;
        }
        spreadByKey();
        spreadByTime();
        if (!insertAll(first, end, MOST_SHIFTS * count)) {
            merge();
        }
    }

    private boolean isSorted() {
        for (int i = first + 1; i < end; i++) {
            if (!isBefore(i - 1, time[i], key[i])) {
                return false;
            }
        }
        return true;
    }

    private void reserveOther() {
        if (otherTime.length != time.length || otherTime == time) {
            otherTime = new double[time.length];
            otherKey = new long[time.length];
            otherPayload = new long[time.length];
            interval = new int[time.length];
            behind = new int[time.length];
        }
    }

    /** Puts intervals of time in order, as many as there are events; false where times are equal. */
    private boolean spreadByTime() {
        double least = time[first];
        double most = least;
        for (int i = first + 1; i < end; i++) {
            least = time[i] < least ? time[i] : least;
            most = time[i] > most ? time[i] : most;
        }
        if (least == most) {
            return false;
        }
        int last = end - first - 1;
        double perTime = last / (most - least);
        for (int i = first; i < end; i++) {
            interval[i] = Math.min((int) ((time[i] - least) * perTime), last);
        }
        spread();
        return true;
    }

    /** Puts intervals of keys in order, as many as there are events: priorities, as a rule. */
    private void spreadByKey() {
        long least = key[first];
        long most = least;
        for (int i = first + 1; i < end; i++) {
            least = Math.min(least, key[i]);
            most = Math.max(most, key[i]);
        }
        int last = end - first - 1;
        double perKey = last / (double) (most - least);
        for (int i = first; i < end; i++) {
            interval[i] = Math.min((int) ((key[i] - least) * perKey), last);
        }
        spread();
    }

    /** Puts the intervals in order, and the events of each as they were among themselves. */
    private void spread() {
        int count = end - first;
        Arrays.fill(behind, 0, count, 0);
        for (int i = first; i < end; i++) {
            behind[interval[i]]++;
        }
        int sum = first;
        for (int at = 0; at < count; at++) {
            int here = behind[at];
            behind[at] = sum;
            sum += here;
        }
        for (int i = first; i < end; i++) {
            move(i, behind[interval[i]]++);
        }
        swap();
    }

    /** Sorts some by insertion; gives up, false, after so many shifts. */
    private boolean insertAll(int from, int to, int mostShifts) {
        int shifts = 0;
        for (int i = from + 1; i < to; i++) {
            double t = time[i];
            long k = key[i];
            if (isBefore(i - 1, t, k)) {
                continue;
            }
            long p = payload[i];
            int hole = i;
            do {
                put(hole, time[hole - 1], key[hole - 1], payload[hole - 1]);
                hole--;
            } while (hole > from && !isBefore(hole - 1, t, k));
            put(hole, t, k, p);
            shifts += i - hole;
            if (shifts > mostShifts) {
                return false;
            }
        }
        return true;
    }

    private void merge() {
        for (int from = first; from < end; from += SHORT) {
            insertAll(from, Math.min(from + SHORT, end), Integer.MAX_VALUE);
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
            boolean takeLeft = right == to
                    || left < middle && isBefore(left, time[right], key[right]);
            move(takeLeft ? left++ : right++, i);
        }
    }

    private void move(int from, int toOther) {
        otherTime[toOther] = time[from];
        otherKey[toOther] = key[from];
        otherPayload[toOther] = payload[from];
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

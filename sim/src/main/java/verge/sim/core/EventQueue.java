package verge.sim.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * The pending events of a simulation, taken in the order of time, then priority (the smaller one
 * first), then scheduling. The order is total, so it never depends on how the events are kept. An
 * event is a time, a priority and a 64-bit payload; none is an object. One thread at a time; nothing
 * is allocated but where the queue outgrows all it has held before.
 *
 * <p>Events lie in three tiers. Those beyond the horizon are an unsorted list. When the tiers before
 * it are empty, the horizon moves: the median of a sample of the list gives the width of equal
 * buckets, about one event each where events are dense, and each bucket takes its events as a chain.
 * The next bucket's chain becomes a sorted run, which is taken from its front; what is scheduled
 * later into that bucket's time goes to a 4-ary heap beside the run. Every event is thus touched a
 * few times whatever the number pending, as in calendar queues (Brown, CACM 31(10), 1988) and
 * ladder queues (Tang, Goh and Thng, ACM TOMACS 15(3), 2005); equal times are never compared twice;
 * and where buckets do not help, the heap is what remains. If the heap outgrows the rest, the
 * buckets were too wide, and everything is laid out anew.
 */
public final class EventQueue {

    /** Least priority: the first among equal times. */
    public static final int MIN_PRIORITY = -1 << 14;

    /** Largest priority: the last among equal times. */
    public static final int MAX_PRIORITY = (1 << 14) - 1;

    private static final int SEQUENCE_BITS = 48;
    private static final long MOST_EVENTS = 1L << SEQUENCE_BITS;
    private static final int SAMPLE = 31;
    private static final int NONE = -1;

    /** Up to this many pending, the heap alone is best. */
    private static final int FEW = 32;

    /** A record in the pool: time, key, payload, next of its chain. Two share a cache line. */
    private static final int RECORD = 4;
    private static final int KEY = 1;
    private static final int PAYLOAD = 2;
    private static final int NEXT = 3;

    private final EventRun run = new EventRun();       // of the open bucket
    private final EventHeap heap = new EventHeap();    // scheduled into its time since
    private final EventRun all = new EventRun();       // while the queue is saved
    private final double[] sample = new double[SAMPLE];

    private long[] pool;               // [capacity, RECORD] events in buckets and beyond
    private int free;                  // chain of records given back
    private int used;                  // records ever taken
    private int[] chain;               // [2 capacity] first record of each bucket
    private int buckets;
    private double origin;             // time at which bucket 0 begins
    private double perTime;            // buckets per unit of time
    private double openEnd;            // number of the open bucket, plus 1
    private int bucketed;              // events in closed buckets
    private int[] far;                 // [capacity] records beyond the horizon, as they came
    private int farCount;
    private double farFirst;           // earliest time among them

    private int size;
    private long sequence;             // of the next event
    private long laidOut;              // the sequence at the last layout
    private double now;
    private long takenKey;
    private long takenPayload;

    /** @param capacity events that may be pending at once before the queue grows, at least 1 */
    public EventQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a capacity of " + capacity);
        }
        pool = new long[RECORD * capacity];
        chain = new int[2 * capacity];
        far = new int[capacity];
        clear();
    }

    /** Removes all events and sets the clock to 0. */
    public void clear() {
        size = 0;
        sequence = 0;
        now = 0;
        takenKey = 0;
        takenPayload = 0;
        empty();
        useHeapAlone();
    }

    private void empty() {
        run.clear();
        heap.clear();
        free = NONE;
        used = 0;
        bucketed = 0;
        farCount = 0;
        farFirst = Double.POSITIVE_INFINITY;
        laidOut = sequence;
    }

    /** All times count as the open bucket's. */
    private void useHeapAlone() {
        origin = 0;
        perTime = 0;
        buckets = 1;
        openEnd = 1;
    }

    /** Events pending. */
    public int size() {
        return size;
    }

    /** Whether none is pending. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The clock: time of the event taken last, 0 at the start. */
    public double now() {
        return now;
    }

    /** Priority of the event taken last. */
    public int priority() {
        return (int) (takenKey >> SEQUENCE_BITS);
    }

    /** Payload of the event taken last. */
    public long payload() {
        return takenPayload;
    }

    /**
     * Adds an event.
     *
     * @param time     not before {@link #now()}, and finite
     * @param priority {@link #MIN_PRIORITY} to {@link #MAX_PRIORITY}; the smaller one comes first
     * @param payload  what {@link #payload()} will be
     * @throws IllegalArgumentException where the time is in the past or no time, naming it and the
     *                                  clock, or the priority is out of range; nothing changes then
     */
    public void schedule(double time, int priority, long payload) {
        if (!(time >= now && time < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("an event at " + text(time)
                    + " cannot be scheduled at " + text(now));
        }
        if (priority < MIN_PRIORITY || priority > MAX_PRIORITY || sequence == MOST_EVENTS) {
            throw new IllegalArgumentException("priority " + priority + " of event " + sequence);
        }
        add(time + 0.0, (long) priority << SEQUENCE_BITS | sequence++, payload);
        if (heap.size() > FEW && 2 * heap.size() > size && sequence - laidOut > size) {
            gather();
            layOut();
        }
    }

    private void add(double time, long key, long payload) {
        size++;
        double place = (time - origin) * perTime;
        if (!(place >= openEnd)) {
            heap.add(time, key, payload);
        } else if (place < buckets) {
            link((int) place, record(time, key, payload));
        } else {
            addFar(record(time, key, payload), time);
        }
    }

    private int record(double time, long key, long payload) {
        int record = free;
        if (record != NONE) {
            free = (int) pool[record + NEXT];
        } else {
            if (used == pool.length) {
                grow();
            }
            record = used;
            used += RECORD;
        }
        pool[record] = Double.doubleToRawLongBits(time);
        pool[record + KEY] = key;
        pool[record + PAYLOAD] = payload;
        return record;
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, pool.length / RECORD);
        pool = Arrays.copyOf(pool, Math.multiplyExact(RECORD, capacity));
        chain = Arrays.copyOf(chain, 2 * capacity);
        far = Arrays.copyOf(far, capacity);
    }

    private void link(int bucket, int record) {
        pool[record + NEXT] = chain[bucket];
        chain[bucket] = record;
        bucketed++;
    }

    private void addFar(int record, double time) {
        far[farCount++] = record;
        farFirst = Math.min(farFirst, time);
    }

    /**
     * Takes the next event: {@link #now()}, {@link #priority()} and {@link #payload()} become its
     * own.
     *
     * @return false, with nothing changed, where none is pending
     */
    public boolean next() {
        if (size == 0) {
            return false;
        }
        if (firstIsInHeap()) {
            now = heap.time(0);
            takenKey = heap.key(0);
            takenPayload = heap.payload(0);
            heap.removeFirst();
        } else {
            int first = run.first();
            now = run.time(first);
            takenKey = run.key(first);
            takenPayload = run.payload(first);
            run.removeFirst();
        }
        size--;
        return true;
    }

    /** Time of the next event; infinite where none is pending. */
    public double nextTime() {
        if (size == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return firstIsInHeap() ? heap.time(0) : run.time(run.first());
    }

    private boolean firstIsInHeap() {
        if (heap.isEmpty()) {
            if (run.isEmpty()) {
                openNext();
            }
            return run.isEmpty();
        }
        if (run.isEmpty()) {
            return true;
        }
        double difference = heap.time(0) - run.time(run.first());
        return difference < 0 || difference == 0 && heap.key(0) < run.key(run.first());
    }

    /** Opens the next bucket that has events, beyond the horizon if there is none before it. */
    private void openNext() {
        if (bucketed == 0) {
            layOut();
            return;
        }
        int bucket = (int) openEnd;
        while (chain[bucket] == NONE) {
            bucket++;
        }
        open(bucket);
    }

    private void open(int bucket) {
        run.clear();
        for (int record = chain[bucket]; record != NONE;) {
            run.add(Double.longBitsToDouble(pool[record]), pool[record + KEY],
                    pool[record + PAYLOAD]);
            int next = (int) pool[record + NEXT];
            pool[record + NEXT] = free;
            free = record;
            record = next;
            bucketed--;
        }
        run.reverse();
        run.sort();
        openEnd = bucket + 1;
    }

    /** Moves the horizon, where all events lie beyond it, and opens the first bucket. */
    private void layOut() {
        laidOut = sequence;
        if (farCount <= FEW) {
            layOutFew();
            return;
        }
        origin = farFirst;
        perTime = 0.5 * farCount / (median() - origin);
        buckets = 2 * farCount;
        Arrays.fill(chain, 0, buckets, NONE);
        int count = farCount;
        farCount = 0;
        farFirst = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double time = Double.longBitsToDouble(pool[far[i]]);
            double place = (time - origin) * perTime;
            if (place >= buckets) {
                addFar(far[i], time);
            } else {
                link((int) place, far[i]);
            }
        }
        open(0);
    }

    private void layOutFew() {
        for (int i = 0; i < farCount; i++) {
            int record = far[i];
            heap.add(Double.longBitsToDouble(pool[record]), pool[record + KEY],
                    pool[record + PAYLOAD]);
        }
        free = NONE;
        used = 0;
        farCount = 0;
        farFirst = Double.POSITIVE_INFINITY;
        useHeapAlone();
    }

    /** Median of evenly picked times beyond the horizon. */
    private double median() {
        for (int i = 0; i < SAMPLE; i++) {
            int pick = (int) ((long) farCount * i / SAMPLE);
            sample[i] = Double.longBitsToDouble(pool[far[pick]]);
        }
        Arrays.sort(sample);
        return sample[SAMPLE / 2];
    }

    /** Moves everything beyond the horizon. */
    private void gather() {
        for (int bucket = (int) openEnd; bucketed > 0; bucket++) {
            for (int record = chain[bucket]; record != NONE; record = (int) pool[record + NEXT]) {
                addFar(record, Double.longBitsToDouble(pool[record]));
                bucketed--;
            }
        }
        for (int i = run.first(); i < run.end(); i++) {
            addFar(record(run.time(i), run.key(i), run.payload(i)), run.time(i));
        }
        run.clear();
        for (int i = 0; i < heap.size(); i++) {
            addFar(record(heap.time(i), heap.key(i), heap.payload(i)), heap.time(i));
        }
        heap.clear();
    }

    /**
     * Writes the exact state, events in their order: equal queues write equal words, however they
     * came about.
     */
    public void save(WorldState to) {
        to.put(now);
        to.put(sequence);
        to.put(takenKey);
        to.put(takenPayload);
        to.put(size);
        gather();
        all.clear();
        for (int i = 0; i < farCount; i++) {
            int record = far[i];
            all.add(Double.longBitsToDouble(pool[record]), pool[record + KEY],
                    pool[record + PAYLOAD]);
        }
        all.sort();
        for (int i = 0; i < size; i++) {
            to.put(all.time(i));
            to.put(all.key(i));
            to.put(all.payload(i));
        }
        if (size > 0) {
            layOut();
        }
    }

    /**
     * Reads back what {@link #save} wrote.
     *
     * @throws IllegalArgumentException where no queue has that state; the queue is then empty
     */
    public void restore(WorldState from) {
        clear();
        double clock = from.getDouble();
        long next = from.getLong();
        long key = from.getLong();
        long payload = from.getLong();
        long count = from.getLong();
        require(clock < Double.POSITIVE_INFINITY && clock > Double.NEGATIVE_INFINITY
                && next >= 0 && next <= MOST_EVENTS && count >= 0 && count <= next
                && count <= from.remaining() / 3);
        double lastTime = clock;
        long lastKey = Long.MIN_VALUE;
        for (long i = 0; i < count; i++) {
            double time = from.getDouble();
            long eventKey = from.getLong();
            require(time > lastTime || time == lastTime && eventKey > lastKey);
            require(time < Double.POSITIVE_INFINITY && (eventKey & MOST_EVENTS - 1) < next);
            add(time, eventKey, from.getLong());
            lastTime = time;
            lastKey = eventKey;
        }
        now = clock;
        sequence = next;
        laidOut = next;
        takenKey = key;
        takenPayload = payload;
        if (size > FEW) {
            gather();
            layOut();
        }
    }

    private void require(boolean possible) {
        if (!possible) {
            clear();
            throw new IllegalArgumentException("no state of an event queue");
        }
    }

    /** A number the same on every JDK. */
    private static String text(double time) {
        return Double.isNaN(time) || Double.isInfinite(time) ? "no finite time"
                : new BigDecimal(time).round(new MathContext(17)).toString();
    }
}

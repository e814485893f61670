package verge.sim.core;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The pending events of a simulation, taken in the order of time, then priority (the smaller one
 * first), then scheduling. The order is total, so it never depends on how the events are kept. An
 * event is a time, a priority and a 64-bit payload; none is an object. One thread at a time; nothing
 * is allocated but where the queue, or a part of it, holds more than ever before.
 *
 * <p>Events lie in three tiers. What has not come up is on shelves of equal width in time, unsorted.
 * When nothing else is left, the next shelf is taken, which becomes a sorted run that is taken from its
 * front. What is scheduled later into the time of that shelf is inserted into the run if it belongs
 * near the front, and goes to a 4-ary heap otherwise. When the shelves are empty, what lies beyond them
 * is dealt out to new ones, whose width the median of a sample gives. Every event is thus moved a few
 * times whatever the number pending, and always to where few others have just gone, as in calendar
 * queues (Brown, CACM 31(10), 1988) and ladder queues (Tang, Goh and Thng, ACM TOMACS 15(3), 2005).
 * Where shelves do not help, the heap is what remains; if it outgrows the rest, they were too wide, and
 * everything is laid out anew.
 */
public final class EventQueue {

    /** Least priority: the first among equal times. */
    public static final int MIN_PRIORITY = -1 << 14;

    /** Largest priority: the last among equal times. */
    public static final int MAX_PRIORITY = (1 << 14) - 1;

    private static final int SEQUENCE_BITS = 48;
    private static final long MOST_EVENTS = 1L << SEQUENCE_BITS;

    /** Up to this many are taken all at once. */
    private static final int FEW = 32;

    private final EventShelves ahead;                  // what has not come up
    private final EventRun run = new EventRun();       // what has: the events of one shelf
    private final EventHeap heap = new EventHeap();    // and those scheduled since into its time
    private final EventRun all = new EventRun();       // while the queue is saved

    private int size;
    private long sequence;             // of the next event
    private long laidOut;              // the sequence when all were last put ahead
    private double now;
    private long takenKey;
    private long takenPayload;

    /** @param capacity events that may be pending at once before the queue grows, at least 1 */
    public EventQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a capacity of " + capacity);
        }
        ahead = new EventShelves(capacity);
        clear();
    }

    /** Removes all events and sets the clock to 0. */
    public void clear() {
        size = 0;
        sequence = 0;
        now = 0;
        takenKey = 0;
        takenPayload = 0;
        laidOut = 0;
        run.clear();
        heap.clear();
        ahead.clear();
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
            putAhead();
        }
    }

    private void add(double time, long key, long payload) {
        size++;
        if (ahead.isAhead(time)) {
            ahead.add(time, key, payload);
        } else if (!run.insert(time, key, payload)) {
            heap.add(time, key, payload);
        }
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
                takeShelf();
            }
            return run.isEmpty();
        }
        if (run.isEmpty()) {
            return true;
        }
        double difference = heap.time(0) - run.time(run.first());
        return difference < 0 || difference == 0 && heap.key(0) < run.key(run.first());
    }

    /** Takes the next shelf, or all that is ahead where it is little. */
    private void takeShelf() {
        run.clear();
        if (ahead.size() > FEW) {
            ahead.take(run);
        } else {
            ahead.copy(run);
            ahead.clear();
        }
        run.sort();
    }

    /** Puts everything ahead, to be laid out anew. */
    private void putAhead() {
        laidOut = sequence;
        ahead.gather();
        for (int i = run.first(); i < run.end(); i++) {
            ahead.add(run.time(i), run.key(i), run.payload(i));
        }
        run.clear();
        for (int i = 0; i < heap.size(); i++) {
            ahead.add(heap.time(i), heap.key(i), heap.payload(i));
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
        all.clear();
        for (int i = run.first(); i < run.end(); i++) {
            all.add(run.time(i), run.key(i), run.payload(i));
        }
        for (int i = 0; i < heap.size(); i++) {
            all.add(heap.time(i), heap.key(i), heap.payload(i));
        }
        ahead.copy(all);
        all.sort();
        for (int i = all.first(); i < all.end(); i++) {
            to.put(all.time(i));
            to.put(all.key(i));
            to.put(all.payload(i));
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
            putAhead();
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

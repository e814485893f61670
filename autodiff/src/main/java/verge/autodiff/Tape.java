package verge.autodiff;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Records operations on tensors [rows, cols] and runs them backwards: reverse accumulation
 * (Linnainmaa 1976; Griewank and Walther 2008, section 3.2). With v_1 .. v_n the values in the order in
 * which they were made, v_n = L the loss [1, 1] and g_i = dL/dv_i,
 *
 * <pre>
 *   g_n = 1;  for i = n .. 1, for each operand v_j of v_i:  g_j += g_i dv_i/dv_j
 * </pre>
 *
 * <p>which takes at most a constant times the arithmetic of the values (Baur and Strassen 1983). Each
 * operation states its own formula.
 *
 * <p>Values and gradients live in two arenas, handles in a pool: {@link #reset()} moves cursors, and a
 * step no larger than an earlier one allocates nothing. An arena that is too small grows by a chunk,
 * and into one array at the next reset ({@link #growths()} counts it).
 *
 * <p>Not thread-safe: a tape, its tensors and the gradients it adds to belong to one thread. With
 * assertions enabled the handles are made anew after every reset, and a stale one is caught.
 */
public final class Tape {

    private static final boolean ASSERTIONS = Tape.class.desiredAssertionStatus();
    private static final int FIRST_FLOATS = 1 << 14;

    private final boolean recording;
    private final Arena values = new Arena(FIRST_FLOATS);
    private final Arena gradients;
    private Tensor[] nodes = new Tensor[256];
    private int size;
    private Tensor[] parts = new Tensor[64];
    private int partsSize;
    private float[] scratch = new float[1024];
    private float[] packRoom = new float[1024];
    private int growths;
    private final Packs packs;

    /** Makes a tape that records gradients. */
    public Tape() {
        this(true, new Arena(FIRST_FLOATS), new Packs());
    }

    private Tape(boolean recording, Arena gradients, Packs packs) {
        this.recording = recording;
        this.gradients = gradients;
        this.packs = packs;
    }

    /** Returns a tape that computes values only; {@link #backward} is then an error. */
    public static Tape forInference() {
        return new Tape(false, null, new Packs());
    }

    /**
     * Returns a tape for the same thread that shares the room for gradients and the packed weights with
     * this one. What is recorded on each stays, to go backwards later in any order; the gradients of
     * its tensors, not those of parameters, last until another one records or goes backwards.
     */
    public Tape beside() {
        return new Tape(recording, recording ? gradients.beside() : null, packs);
    }

    /** Forgets every tensor; their handles become invalid. */
    public void reset() {
        if (ASSERTIONS) {
            for (int i = 0; i < size; i++) {
                nodes[i].tape = null;
                nodes[i] = null;
            }
        }
        size = 0;
        packs.nextStep();
        Arrays.fill(parts, 0, partsSize, null);
        partsSize = 0;
        boolean grown = values.reset();
        if (recording) {
            grown |= gradients.reset();
        }
        if (grown) {
            growths++;
        }
    }

    /** Returns how often a reset found that an arena had grown; constant once warm. */
    public int growths() {
        return growths;
    }

    /** Returns the number of floats there is room for, gradients apart. */
    public long capacity() {
        return values.capacity();
    }

    /** Returns the number of tensors recorded since the last reset. */
    public int size() {
        return size;
    }

    /**
     * Returns a constant [rows, cols] over the caller's array, which is not copied and must stay
     * as it is until the tape is reset.
     *
     * @throws IllegalArgumentException if the array is too short
     */
    public Tensor constant(float[] data, int offset, int rows, int cols) {
        if (offset < 0 || (long) offset + (long) rows * cols > data.length) {
            throw new IllegalArgumentException("[" + rows + ", " + cols + "] at " + offset
                    + " does not fit into " + data.length + " floats");
        }
        Tensor t = handle(rows, cols, Leaves.CONSTANT);
        t.value = data;
        t.offset = offset;
        return t;
    }

    /** Returns a constant [rows, cols] of zeros. */
    public Tensor zeros(int rows, int cols) {
        Tensor t = node(Leaves.CONSTANT, rows, cols, false);
        Arrays.fill(t.value, t.offset, t.offset + t.size(), 0f);
        return t;
    }

    /**
     * Returns a variable [rows, cols] over the caller's values, whose gradient can be read from
     * {@link Tensor#gradient(int, int)} after {@link #backward}. The values are not copied.
     *
     * @throws IllegalArgumentException if the array is too short
     */
    public Tensor variable(float[] data, int offset, int rows, int cols) {
        Tensor t = constant(data, offset, rows, cols);
        t.op = Leaves.VARIABLE;
        allocateGradient(t);
        return t;
    }

    /**
     * Returns the matrix [rows, cols] of p at the slot; its gradient is added to p's gradients. No
     * copy.
     */
    public Tensor parameter(Parameters p, Slot slot) {
        Tensor t = handle(slot.rows(), slot.cols(), Leaves.PARAMETER);
        t.value = p.values();
        t.offset = slot.offset();
        t.owner = p;
        if (recording) {
            t.gradient = p.rawGradients();
            t.gradientOffset = slot.offset();
        }
        return t;
    }

    /**
     * Stacks the first count tensors of the array, all of equal width: [sum of rows, cols].
     *
     * @throws IllegalArgumentException if widths differ or a tensor belongs to another tape
     */
    public Tensor concatRows(Tensor[] tensors, int count) {
        return Shapes.concatRows(this, tensors, count);
    }

    /**
     * Adds the gradient of a scalar loss to every parameter it depends on.
     *
     * @param loss a tensor [1, 1] of this tape
     * @throws NumericFault if the loss is not finite; no gradient has changed then. Whether the
     *     gradients are finite is for {@link #checkGradients} to say.
     * @throws IllegalArgumentException if the loss is not [1, 1] or belongs to another tape
     * @throws IllegalStateException if the tape was made for inference
     */
    public void backward(Tensor loss) {
        if (!recording) {
            throw new IllegalStateException("this tape was made for inference");
        }
        loss.check(this);
        if (loss.rows != 1 || loss.cols != 1) {
            throw new IllegalArgumentException("loss [" + loss.rows + ", " + loss.cols
                    + "]: expected [1, 1]");
        }
        if (!Float.isFinite(loss.value[loss.offset])) {
            throw valueFault(loss);
        }
        if (loss.gradient == null) {
            return;                                     // it depends on constants alone
        }
        loss.openGradient();
        loss.gradient[loss.gradientOffset] = 1f;
        for (int i = size - 1; i >= 0; i--) {
            Tensor y = nodes[i];
            if (y.gradient != null && !y.whole.untouched) {
                y.op.run(y);
            }
        }
        for (int i = 0; i < size; i++) {
            if (nodes[i].owner != null) {
                nodes[i].owner.settleGradients();
            }
        }
    }

    /**
     * Looks at the gradients of p, between {@link #backward} and the step of an optimiser.
     *
     * @throws NumericFault if one is not finite, naming its parameter and the operation of this
     *     tape it came from
     */
    public void checkGradients(Parameters p) {
        int bad = firstNonFinite(p.gradients(), 0, p.size());
        if (bad >= 0) {
            for (Slot slot : p.table().slots()) {
                if (bad < slot.offset() + slot.size()) {
                    throw gradientFault("the gradient of " + slot.name());
                }
            }
        }
    }

    /**
     * Finds the first operation whose value is not finite among those that the loss has got its
     * from: what a mask keeps out is no fault, be it NaN.
     */
    private NumericFault valueFault(Tensor loss) {
        Set<Tensor> suspects = Collections.newSetFromMap(new IdentityHashMap<>());
        suspects.add(loss);
        int first = -1;
        for (int i = size - 1; i >= 0; i--) {
            Tensor t = nodes[i];
            if (suspects.contains(t) && firstNonFinite(t.value, t.offset, t.size()) >= 0) {
                first = i;
                suspects.addAll(Arrays.asList(t.whole, t.b, t.c));
                if (t.a != null && readsNonFinite(t)) {
                    suspects.add(t.a);
                }
                for (int part = 0; part < t.op.operandParts(t); part++) {
                    suspects.add(parts[t.partsFrom + part]);
                }
            }
        }
        Tensor t = nodes[first];
        return new NumericFault("the loss", first, t.op.name(), t.rows, t.cols);
    }

    private static boolean readsNonFinite(Tensor y) {
        Tensor x = y.a;
        for (int i = 0; i < x.size(); i++) {
            if (!Float.isFinite(x.value[x.offset + i]) && y.op.reads(y, i)) {
                return true;
            }
        }
        return false;
    }

    private NumericFault gradientFault(String what) {
        for (int i = size - 1; i >= 0; i--) {
            Tensor t = nodes[i];
            if (t.gradient != null && !t.whole.untouched
                    && firstNonFinite(t.gradient, t.gradientOffset, t.size()) >= 0) {
                return new NumericFault(what, i, t.op.name(), t.rows, t.cols);
            }
        }
        return new NumericFault(what, -1, "outside this tape", 0, 0);
    }

    private static int firstNonFinite(float[] data, int offset, int n) {
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(data[offset + i])) {
                return i;
            }
        }
        return -1;
    }

    Tensor node(int index) {
        return nodes[index];
    }

    /** Makes a node with room for its value and, if needed and recorded, its gradient. */
    Tensor node(Op op, int rows, int cols, boolean needsGradient) {
        Tensor t = handle(rows, cols, op);
        t.offset = values.allocate(rows * cols);
        t.value = values.chunk();
        if (needsGradient) {
            allocateGradient(t);
        }
        return t;
    }

    /** Makes a node that shares the arrays of x, beginning at its row from. */
    Tensor view(Tensor x, int from, int rows, int cols) {
        Tensor t = handle(rows, cols, Shapes.VIEW);
        t.value = x.value;
        t.offset = x.offset + from * x.cols;
        t.gradient = x.gradient;
        t.gradientOffset = x.gradientOffset + from * x.cols;
        t.whole = x.whole;
        t.owner = x.owner;
        return t;
    }

    /** Makes a node with a gradient of its own whose value lies in a workspace. */
    Tensor over(Op op, int rows, int cols, float[] work, int offset, boolean needsGradient) {
        Tensor t = handle(rows, cols, op);
        t.value = work;
        t.offset = offset;
        if (needsGradient) {
            allocateGradient(t);
        }
        return t;
    }

    private void allocateGradient(Tensor t) {
        if (recording) {
            t.gradientOffset = gradients.allocate(t.size());
            t.gradient = gradients.chunk();
            t.untouched = true;
            if (ASSERTIONS) {                           // to be seen if an operation forgets it
                Arrays.fill(t.gradient, t.gradientOffset, t.gradientOffset + t.size(), Float.NaN);
            }
        }
    }

    private Tensor handle(int rows, int cols, Op op) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        Tensor t = nodes[size];
        if (t == null) {
            t = new Tensor();
            nodes[size] = t;
        }
        size++;
        t.tape = this;
        t.rows = rows;
        t.cols = cols;
        t.op = op;
        t.gradient = null;
        t.untouched = false;
        t.whole = t;
        t.owner = null;
        t.laidOut = null;
        t.a = null;
        t.b = null;
        t.c = null;
        t.indices = null;
        t.sources = null;
        t.work = null;
        return t;
    }

    boolean recording() {
        return recording;
    }

    Packs packs() {
        return packs;
    }

    /** Gives t room for n floats that its backward needs. */
    void workspace(Tensor t, int n) {
        t.workOffset = values.allocate(n);
        t.work = values.chunk();
    }

    /** Gives t, which has no gradient of its own, room for n floats that its backward reads. */
    void gradientRoom(Tensor t, int n) {
        t.gradientOffset = gradients.allocate(n);
        t.gradient = gradients.chunk();
    }

    /** Returns an array of at least n floats, whose content lasts until the next call. */
    float[] scratch(int n) {
        if (scratch.length < n) {
            scratch = new float[Math.max(n, 2 * scratch.length)];
        }
        return scratch;
    }

    /** As {@link #scratch}, another array: for a matrix that is packed on the spot. */
    float[] packRoom(int n) {
        if (packRoom.length < n) {
            packRoom = new float[Math.max(n, 2 * packRoom.length)];
        }
        return packRoom;
    }

    /** Keeps count operands of a node with many; returns where they begin. */
    int keepParts(Tensor[] tensors, int count) {
        while (partsSize + count > parts.length) {
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        System.arraycopy(tensors, 0, parts, partsSize, count);
        partsSize += count;
        return partsSize - count;
    }

    /** Keeps one more operand, which may be null; returns where. */
    int keepPart(Tensor tensor) {
        if (partsSize == parts.length) {
            parts = Arrays.copyOf(parts, 2 * partsSize);
        }
        parts[partsSize] = tensor;
        return partsSize++;
    }

    Tensor part(int index) {
        return parts[index];
    }

    void replacePart(int index, Tensor tensor) {
        parts[index] = tensor;
    }
}

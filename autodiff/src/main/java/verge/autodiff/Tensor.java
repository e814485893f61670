package verge.autodiff;

import java.util.Arrays;

/**
 * A handle on one value of a {@link Tape}: a float matrix x [rows, cols], row-major; a sequence is
 * time-major rows, [time * batch, features]. Methods record an operation and return its result;
 * none modifies its operands. Handles are valid until the tape is reset. Where no shape is given, a
 * result has that of x.
 *
 * <p>Each method states its formula. Gradients are those of reverse accumulation, for a product
 * Y = X W: dX += dY W^T, dW += X^T dY (Giles 2008), for a function of elements y = f(x):
 * dx += dy f'(x) (Griewank and Walther 2008, section 3.2). Nothing is allocated once the tape is warm.
 *
 * <p>Every method throws {@code IllegalArgumentException} if shapes do not fit or a tensor belongs
 * to another tape; the message names the operation and the shapes.
 */
public final class Tensor {

    Tape tape;
    Op op;
    int rows;
    int cols;
    float[] value;
    int offset;
    float[] gradient;
    int gradientOffset;
    /** Nothing has been written to the gradient yet: its content means zero. */
    boolean untouched;
    /** For a view the tensor whose arrays it shares, else this. */
    Tensor whole;
    /** For parameters, or some rows of them, where they come from; else null. */
    Parameters owner;
    Tensor a;
    Tensor b;
    Tensor c;
    int[] indices;
    int[] sources;
    int indexOffset;
    int number;
    int partsFrom;
    /** Keys of an attention: the layout made by the first operation that read them, or null. */
    Tensor laidOut;
    /** Rows that calls of an attention have left for the gradients of its keys. */
    int written;
    float low;
    float high;
    float[] work;
    int workOffset;

    Tensor() {}

    /** Returns the tape this tensor belongs to. */
    public Tape tape() {
        return tape;
    }

    /** Returns the number of rows. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns. */
    public int cols() {
        return cols;
    }

    /** Returns rows * cols. */
    public int size() {
        return rows * cols;
    }

    /**
     * Returns element (row, col).
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public float get(int row, int col) {
        return value[index(offset, row, col)];
    }

    /** Returns the only element of a [1, 1] tensor. */
    public float scalar() {
        live();
        require(size() == 1, "scalar", this, null);
        return value[offset];
    }

    /**
     * Returns dL/d(row, col) after the backward pass; 0 where no gradient is kept.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public float gradient(int row, int col) {
        int i = index(gradientOffset, row, col);
        if (gradient != null && whole.owner != null) {
            whole.owner.settleGradients();
        }
        return gradient == null || whole.untouched ? 0f : gradient[i];
    }

    /**
     * Copies the value, row by row, to the array from the offset on.
     *
     * @throws IndexOutOfBoundsException if the array is too short
     */
    public void copyTo(float[] target, int targetOffset) {
        live();
        System.arraycopy(value, offset, target, targetOffset, size());
    }

    private int index(int base, int row, int col) {
        live();
        if (row < 0 || row >= rows || col < 0 || col >= cols) {
            throw new IndexOutOfBoundsException("(" + row + ", " + col + ") of [" + rows + ", "
                    + cols + "]");
        }
        return base + row * cols + col;
    }

    /** x W. [rows, k] by [k, n] -> [rows, n]. */
    public Tensor matmul(Tensor w) {
        return Products.linear(this, w, null);
    }

    /**
     * x W + addend, the accumulator of every element starting from the addend. [rows, k] by
     * [k, n], addend [1, n] (added to every row) or [rows, n] -> [rows, n].
     */
    public Tensor linear(Tensor w, Tensor addend) {
        return Products.linear(this, w, addend);
    }

    /** x + y, y of equal shape or one row that is added to every row. */
    public Tensor add(Tensor y) {
        return Elementwise.add(this, y);
    }

    /** x - y, of equal shapes. */
    public Tensor subtract(Tensor y) {
        return Elementwise.subtract(this, y);
    }

    /** x y element by element, of equal shapes. */
    public Tensor multiply(Tensor y) {
        return Elementwise.multiply(this, y);
    }

    /** scale x + shift. */
    public Tensor affine(float scale, float shift) {
        return Elementwise.affine(this, scale, shift);
    }

    /** scale x. */
    public Tensor scale(float scale) {
        return Elementwise.affine(this, scale, 0f);
    }

    /** tanh(x). */
    public Tensor tanh() {
        return Elementwise.tanh(this);
    }

    /** 1 / (1 + e^-x). */
    public Tensor sigmoid() {
        return Elementwise.sigmoid(this);
    }

    /** max(x, 0) (Nair and Hinton 2010); the derivative at 0 is 0. */
    public Tensor relu() {
        return Elementwise.relu(this);
    }

    /** e^x. */
    public Tensor exp() {
        return Elementwise.exp(this);
    }

    /** x^2. */
    public Tensor square() {
        return Elementwise.square(this);
    }

    /** x limited to [low, high]; the derivative is 1 on both bounds. */
    public Tensor clamp(float low, float high) {
        return Elementwise.clamp(this, low, high);
    }

    /** The smaller of x and y, of equal shapes; equal elements share the gradient in halves. */
    public Tensor minimum(Tensor y) {
        return Elementwise.minimum(this, y);
    }

    /** The larger of x and y, of equal shapes; equal elements share the gradient in halves. */
    public Tensor maximum(Tensor y) {
        return Elementwise.maximum(this, y);
    }

    /** Softmax of every row, p_j = e^x_j / sum e^x (Bridle 1990). */
    public Tensor softmax() {
        return RowOps.softmax(this);
    }

    /** Logarithm of the softmax of every row, x_j - log sum e^x. */
    public Tensor logSoftmax() {
        return RowOps.logSoftmax(this);
    }

    /**
     * gamma (x - mean) / sqrt(variance + epsilon) + beta over every row (Ba et al. 2016), the
     * variance divided by the width. gamma and beta are [1, cols].
     */
    public Tensor layerNorm(Tensor gamma, Tensor beta, float epsilon) {
        return RowOps.layerNorm(this, gamma, beta, epsilon, null);
    }

    /** {@link #layerNorm(Tensor, Tensor, float)} plus the row bias [1, cols]. */
    public Tensor layerNorm(Tensor gamma, Tensor beta, float epsilon, Tensor bias) {
        return RowOps.layerNorm(this, gamma, beta, epsilon, bias);
    }

    /** Element index[from + row] of every row: [rows, 1]. The indices are not copied. */
    public Tensor pick(int[] index, int from) {
        return RowOps.pick(this, index, from);
    }

    /** Sum of every row: [rows, 1]. */
    public Tensor rowSums() {
        return RowOps.rowSums(this);
    }

    /** Sum of all elements, row after row: [1, 1]. */
    public Tensor sum() {
        return RowOps.sum(this, 1f);
    }

    /** Mean of all elements: [1, 1]. */
    public Tensor mean() {
        return RowOps.sum(this, 1f / size());
    }

    /** Columns of x followed by those of y: [rows, cols + y.cols]. */
    public Tensor concat(Tensor y) {
        return Shapes.concat(this, y);
    }

    /** Columns from (inclusive) to to (exclusive): [rows, to - from]. A copy. */
    public Tensor columns(int from, int to) {
        return Shapes.columns(this, from, to);
    }

    /** Rows from (inclusive) to to (exclusive): [to - from, cols]. Shares the arrays of x. */
    public Tensor rows(int from, int to) {
        return Shapes.rows(this, from, to);
    }

    /** The same elements, row by row, as [rows, cols]. Shares the arrays of x. */
    public Tensor reshape(int rows, int cols) {
        return Shapes.reshape(this, rows, cols);
    }

    /** Row index[from + i] of x as row i: [count, cols]. The indices are not copied. */
    public Tensor gatherRows(int[] index, int from, int count) {
        return Shapes.gatherRows(this, index, from, count);
    }

    /** Every row times over, one copy after the other: [rows * times, cols]. */
    public Tensor repeatRows(int times) {
        return Shapes.repeatRows(this, times);
    }

    /**
     * Gate activations of an LSTM from their pre-activations: blocks of cols / 4 in order input,
     * forget, candidate, output; tanh for the candidate, sigmoid for the others.
     */
    public Tensor lstmGates() {
        return Recurrent.lstmGates(this);
    }

    /** New LSTM memory f c + i g, this being the gates [rows, 4h]: [rows, h]. */
    public Tensor lstmMemory(Tensor c) {
        return Recurrent.lstmMemory(this, c);
    }

    /** LSTM output o t, this being the gates [rows, 4h] and t the tanh of the memory: [rows, h]. */
    public Tensor lstmOutput(Tensor t) {
        return Recurrent.lstmOutput(this, t);
    }

    /**
     * Additive attention scores (Bahdanau et al. 2015): v . tanh(q + key_s) for every query row
     * and key step: [rows, steps].
     *
     * @param keys [steps * groups, cols], time-major
     * @param v [1, cols]
     * @param batch query rows of one time step; consecutive batch / groups rows share a group
     */
    public Tensor additiveScores(Tensor keys, Tensor v, int groups, int batch) {
        return Attention.additiveScores(this, keys, v, groups, batch);
    }

    /** Scores scale q . key_s: [rows, steps]; shapes as in {@link #additiveScores}. */
    public Tensor dotScores(Tensor keys, float scale, int groups, int batch) {
        return Attention.dotScores(this, keys, scale, groups, batch);
    }

    /**
     * Sum over steps of weight_s value_s, this being the weights [rows, steps] and values
     * [steps * groups, d]: [rows, d].
     */
    public Tensor attend(Tensor values, int groups, int batch) {
        return Attention.attend(this, values, groups, batch);
    }

    /**
     * As {@code x.linear(w, attend(values, groups, batch))}, the product being added where the sums are.
     *
     * @param x [rows, inputs]
     * @param w [inputs, d]
     */
    public Tensor attendLinear(Tensor values, int groups, int batch, Tensor x, Tensor w) {
        return Attention.attendLinear(this, values, groups, batch, x, w);
    }

    /**
     * PPO's clipped surrogate as a loss (Schulman et al. 2017, Eq. 7), this being log pi(a|s)
     * [n, 1]: -mean(min(r A, clip(r, 1-e, 1+e) A)) with r = exp(log pi - log pi_old): [1, 1].
     * Where the clipped branch is chosen the gradient is exactly 0, even if r overflows.
     *
     * @param old log-probabilities at sampling time, n from the offset on; not copied
     * @param advantages n from the offset on; not copied
     */
    public Tensor ppoSurrogate(float[] old, float[] advantages, int from, float clip) {
        return Losses.ppoSurrogate(this, old, advantages, from, clip);
    }

    /** Returns the tape of a handle that is not stale. */
    Tape live() {
        check(tape);
        return tape;
    }

    void check(Tape expected) {
        if (tape == null || tape != expected) {
            throw new IllegalArgumentException("a stale tensor, or one of another tape");
        }
    }

    static void require(boolean fits, String operation, Tensor x, Tensor y) {
        if (!fits) {
            throw new IllegalArgumentException(operation + ": shapes [" + x.rows + ", " + x.cols
                    + "]" + (y == null ? "" : " and [" + y.rows + ", " + y.cols + "]")
                    + " do not fit");
        }
    }

    boolean needsGradient() {
        return gradient != null;
    }

    /** Makes the gradient one that can be added to: zeros if nothing has been written yet. */
    void openGradient() {
        Tensor t = whole;
        if (t.owner == null ? t.untouched
                : t.owner.firstToWrite(t.gradientOffset, t.size())) {
            t.untouched = false;
            Arrays.fill(t.gradient, t.gradientOffset, t.gradientOffset + t.size(), 0f);
        }
    }

    /**
     * Returns true if nothing has been written to the gradient: the caller must then assign every
     * element. Otherwise it must add.
     */
    boolean firstToWrite() {
        Tensor t = whole;
        if (t.size() != size()) {
            openGradient();
            return false;
        }
        if (t.owner != null) {
            return t.owner.firstToWrite(t.gradientOffset, t.size());
        }
        boolean first = t.untouched;
        t.untouched = false;
        return first;
    }
}

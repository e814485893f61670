package verge.lab.selftest;

import java.util.Arrays;
import verge.autodiff.Tensor;

/**
 * Where elements of tensors of any rank lie, row-major: how golden cases of higher rank become
 * matrices and their results go back.
 */
final class Folding {
    private Folding() {
    }

    static int size(int... shape) {
        int size = 1;
        for (int n : shape) {
            size = Math.multiplyExact(size, n);
        }
        return size;
    }

    /** Elements of the axes before one. */
    static int before(int[] shape, int axis) {
        return size(Arrays.copyOf(shape, axis));
    }

    /** Elements of the axes behind one. */
    static int behind(int[] shape, int axis) {
        return size(Arrays.copyOfRange(shape, axis + 1, shape.length));
    }

    /** The shape that two have in common when axes of 1 are repeated, aligned at their ends. */
    static int[] common(int[] a, int[] b) {
        int[] shape = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            int n = i <= a.length ? a[a.length - i] : 1;
            int m = i <= b.length ? b[b.length - i] : 1;
            if (n != m && n != 1 && m != 1) {
                throw new IllegalArgumentException("shapes " + Arrays.toString(a) + " and "
                        + Arrays.toString(b) + " do not fit");
            }
            shape[shape.length - i] = n == 1 ? m : n;
        }
        return shape;
    }

    /** For every element of the shape out, the place of the element of shape in it comes from. */
    static int[] broadcast(int[] in, int[] out) {
        if (!Arrays.equals(common(in, out), out)) {
            throw new IllegalArgumentException("shape " + Arrays.toString(in)
                    + " does not repeat to " + Arrays.toString(out));
        }
        int[] places = new int[size(out)];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            int stride = 1;
            for (int axis = 1; axis <= in.length; axis++) {
                int n = in[in.length - axis];
                int m = out[out.length - axis];
                places[i] += n == 1 ? 0 : rest % m * stride;
                rest /= m;
                stride *= n;
            }
        }
        return places;
    }

    /** Places of the elements of a shape in the order they have with an axis moved to the end. */
    static int[] moved(int[] shape, int axis) {
        int inner = behind(shape, axis);
        int n = shape[axis];
        int[] places = new int[size(shape)];
        for (int i = 0; i < places.length; i++) {
            int row = i / n;
            places[i] = (row / inner * n + i % n) * inner + row % inner;
        }
        return places;
    }

    static int[] inverse(int[] places) {
        int[] back = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            back[places[i]] = i;
        }
        return back;
    }

    /** The elements at some places, as one column. */
    static Tensor elements(Tensor x, int[] places) {
        return x.reshape(x.size(), 1).gatherRows(places, 0, places.length);
    }

    /** The matrix whose rows run along an axis: [size / n, n]. */
    static Tensor along(Tensor x, int[] shape, int axis) {
        int n = shape[axis];
        int rows = before(shape, axis) * behind(shape, axis);
        if (axis == shape.length - 1) {
            return x.reshape(rows, n);
        }
        return elements(x, moved(shape, axis)).reshape(rows, n);
    }

    /** The elements of {@link #along} in the order of the shape again, as one column. */
    static Tensor back(Tensor y, int[] shape, int axis) {
        if (axis == shape.length - 1) {
            return y.reshape(y.size(), 1);
        }
        return elements(y, inverse(moved(shape, axis)));
    }

    /** Rows of [groups, steps] in the order of [steps, groups]: what makes a batch time-major. */
    static int[] timeMajor(int groups, int steps) {
        int[] rows = new int[groups * steps];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % groups * steps + i / groups;
        }
        return rows;
    }
}

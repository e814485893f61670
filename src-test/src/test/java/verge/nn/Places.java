package verge.nn;

import java.util.Arrays;

/** Where elements of tensors of any rank lie, row-major, for tests that fold them into rows. */
final class Places {

    private Places() {}

    /** For every element of the shape out, the place of the element of shape in it comes from. */
    static int[] broadcast(int[] in, int[] out) {
        int[] places = new int[GoldenCase.size(out)];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            int stride = 1;
            for (int axis = 0; axis < in.length; axis++) {
                int n = in[in.length - 1 - axis];
                int m = out[out.length - 1 - axis];
                places[i] += n == 1 ? 0 : rest % m * stride;
                rest /= m;
                stride *= n;
            }
        }
        return places;
    }

    static int[] commonShape(int[] a, int[] b) {
        int[] shape = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            int n = i <= a.length ? a[a.length - i] : 1;
            int m = i <= b.length ? b[b.length - i] : 1;
            shape[shape.length - i] = n == 1 ? m : n;
        }
        return shape;
    }

    /** Places of the elements of a shape when an axis is moved to the end. */
    static int[] moved(int[] shape, int axis) {
        int inner = GoldenCase.size(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int n = shape[axis];
        int[] places = new int[GoldenCase.size(shape)];
        for (int i = 0; i < places.length; i++) {
            int row = i / n;
            places[i] = (row / inner * n + i % n) * inner + row % inner;
        }
        return places;
    }
}

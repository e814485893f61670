package verge.autodiff;

/**
 * Arithmetic of two matrices whose rows, columns or both may be 1 in either and are then repeated
 * (the rule of NumPy, Harris et al. 2020): [m, n] with [m, n], [1, n], [m, 1] or [1, 1], from either
 * side, gives [m, n]; for op one of +, -, times, /, max and min,
 *
 * <pre>
 *   y_ij = a_ij op b_ij       da_ij += dy_ij dy/da, db_ij += dy_ij dy/db, summed where repeated
 * </pre>
 *
 * <p>The sums of gradients run in row order. Higher ranks are folded to rows by the caller.
 *
 * <p>Every method throws {@code IllegalArgumentException} if the shapes do not fit, and allocates
 * nothing once the tape is warm.
 */
public final class Broadcasting {

    /** y = a + b; da += dy, db += dy. */
    static final Op ADD = new Binary("broadcast-add") {
        @Override
        float value(float a, float b) {
            return a + b;
        }

        @Override
        float slopeA(float a, float b) {
            return 1f;
        }

        @Override
        float slopeB(float a, float b) {
            return 1f;
        }
    };

    /** y = a - b; da += dy, db -= dy. */
    static final Op SUBTRACT = new Binary("broadcast-subtract") {
        @Override
        float value(float a, float b) {
            return a - b;
        }

        @Override
        float slopeA(float a, float b) {
            return 1f;
        }

        @Override
        float slopeB(float a, float b) {
            return -1f;
        }
    };

    /** y = a b; da += b dy, db += a dy. */
    static final Op MULTIPLY = new Binary("broadcast-multiply") {
        @Override
        float value(float a, float b) {
            return a * b;
        }

        @Override
        float slopeA(float a, float b) {
            return b;
        }

        @Override
        float slopeB(float a, float b) {
            return a;
        }
    };

    /** y = a / b; da += dy / b, db -= dy a / b^2, as (a / b) / b, which overflows later. */
    static final Op DIVIDE = new Binary("broadcast-divide") {
        @Override
        float value(float a, float b) {
            return a / b;
        }

        @Override
        float slopeA(float a, float b) {
            return 1f / b;
        }

        @Override
        float slopeB(float a, float b) {
            return -(a / b) / b;
        }
    };

    /** y = max(a, b); the larger gets dy, equal ones half each; NaN wins. */
    static final Op MAXIMUM = new Binary("broadcast-maximum") {
        @Override
        float value(float a, float b) {
            return Math.max(a, b);
        }

        @Override
        float slopeA(float a, float b) {
            return a == b ? 0.5f : a > b ? 1f : 0f;
        }

        @Override
        float slopeB(float a, float b) {
            return a == b ? 0.5f : a > b ? 0f : 1f;
        }
    };

    /** y = min(a, b); the smaller gets dy, equal ones half each; NaN wins. */
    static final Op MINIMUM = new Binary("broadcast-minimum") {
        @Override
        float value(float a, float b) {
            return Math.min(a, b);
        }

        @Override
        float slopeA(float a, float b) {
            return a == b ? 0.5f : a < b ? 1f : 0f;
        }

        @Override
        float slopeB(float a, float b) {
            return a == b ? 0.5f : a < b ? 0f : 1f;
        }
    };

    private Broadcasting() {}

    /** a + b. */
    public static Tensor add(Tensor a, Tensor b) {
        return apply(ADD, a, b);
    }

    /** a - b. */
    public static Tensor subtract(Tensor a, Tensor b) {
        return apply(SUBTRACT, a, b);
    }

    /** a b, element by element. */
    public static Tensor multiply(Tensor a, Tensor b) {
        return apply(MULTIPLY, a, b);
    }

    /** a / b, element by element. */
    public static Tensor divide(Tensor a, Tensor b) {
        return apply(DIVIDE, a, b);
    }

    /** The larger of a and b; equal elements share the gradient in halves, NaN wins. */
    public static Tensor maximum(Tensor a, Tensor b) {
        return apply(MAXIMUM, a, b);
    }

    /** The smaller of a and b; equal elements share the gradient in halves, NaN wins. */
    public static Tensor minimum(Tensor a, Tensor b) {
        return apply(MINIMUM, a, b);
    }

    private static Tensor apply(Op op, Tensor a, Tensor b) {
        b.check(a.tape);
        Tensor.require((a.rows == b.rows || a.rows == 1 || b.rows == 1)
                && (a.cols == b.cols || a.cols == 1 || b.cols == 1), op.name(), a, b);
        int rows = a.rows == 1 ? b.rows : a.rows;
        int cols = a.cols == 1 ? b.cols : a.cols;
        Tensor y = a.live().node(op, rows, cols, a.needsGradient() || b.needsGradient());
        y.a = a;
        y.b = b;
        ((Binary) op).forward(y);
        return y;
    }

    /** A function of two numbers and its two slopes, applied to every pair of elements. */
    private abstract static class Binary extends Op {

        Binary(String name) {
            super(name);
        }

        abstract float value(float a, float b);

        abstract float slopeA(float a, float b);

        abstract float slopeB(float a, float b);

        final void forward(Tensor y) {
            Tensor a = y.a;
            Tensor b = y.b;
            int stepA = a.cols == 1 ? 0 : 1;
            int stepB = b.cols == 1 ? 0 : 1;
            for (int i = 0; i < y.rows; i++) {
                int row = y.offset + i * y.cols;
                int ra = row(a, a.offset, i);
                int rb = row(b, b.offset, i);
                for (int j = 0; j < y.cols; j++) {
                    y.value[row + j] = value(a.value[ra + j * stepA], b.value[rb + j * stepB]);
                }
            }
        }

        @Override
        final void backward(Tensor y) {
            Tensor a = y.a;
            Tensor b = y.b;
            int stepA = a.cols == 1 ? 0 : 1;
            int stepB = b.cols == 1 ? 0 : 1;
            for (int i = 0; i < y.rows; i++) {
                int row = y.gradientOffset + i * y.cols;
                int ra = row(a, a.offset, i);
                int rb = row(b, b.offset, i);
                int da = row(a, a.gradientOffset, i);
                int db = row(b, b.gradientOffset, i);
                for (int j = 0; j < y.cols; j++) {
                    float dy = y.gradient[row + j];
                    float left = a.value[ra + j * stepA];
                    float right = b.value[rb + j * stepB];
                    if (a.gradient != null) {
                        a.gradient[da + j * stepA] += dy * slopeA(left, right);
                    }
                    if (b.gradient != null) {
                        b.gradient[db + j * stepB] += dy * slopeB(left, right);
                    }
                }
            }
        }

        private static int row(Tensor x, int from, int i) {
            return x.rows == 1 ? from : from + i * x.cols;
        }
    }
}

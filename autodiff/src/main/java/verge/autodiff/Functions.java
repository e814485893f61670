package verge.autodiff;

import verge.autodiff.kernel.FloatMath;
import verge.autodiff.kernel.SpecialFunctions;

/**
 * Functions of single elements beside those that {@link Tensor} has: y_ij = f(x_ij) and
 * dx_ij += dy_ij f'(x_ij), [rows, cols] -> [rows, cols] (Griewank and Walther 2008, section 3.2); each
 * method says what f is. NaN gives NaN; subnormal numbers are kept. x is not modified, and nothing is
 * allocated once the tape is warm.
 */
public final class Functions {

    private static final float TWO_OVER_ROOT_PI = 1.1283791671f;

    /** y = log x; dx += dy / x. */
    static final Op LOG = new Op("log") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.size(); i++) {
                x.gradient[x.gradientOffset + i] +=
                        y.gradient[y.gradientOffset + i] / x.value[x.offset + i];
            }
        }
    };

    /** y = log(1 + x); dx += dy / (1 + x), the sum in double. */
    static final Op LOG1P = new Function("log1p") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.log1p(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return (float) (dy / (1.0 + x));
        }
    };

    /** y = sqrt x; dx += dy / (2 y). */
    static final Op SQRT = new Function("sqrt") {
        @Override
        float value(float x, float parameter) {
            return (float) Math.sqrt(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return 0.5f * dy / v;
        }
    };

    /** y = erf x; dx += dy 2 / sqrt(pi) e^(-x^2). */
    static final Op ERF = new Function("erf") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.erf(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return TWO_OVER_ROOT_PI * FloatMath.exp(-x * x) * dy;
        }
    };

    /** y = |x|; dx += dy sign(x), 0 at 0. */
    static final Op ABS = new Function("abs") {
        @Override
        float value(float x, float parameter) {
            return Math.abs(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return x == 0f ? 0f : Math.copySign(dy, dy * x);
        }
    };

    /** y = 1 / x; dx -= dy y^2. */
    static final Op RECIPROCAL = new Function("reciprocal") {
        @Override
        float value(float x, float parameter) {
            return 1f / x;
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return -(dy * v) * v;
        }
    };

    /** y = sin x; dx += dy cos x. */
    static final Op SIN = new Function("sin") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.sin(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return dy * SpecialFunctions.cos(x);
        }
    };

    /** y = cos x; dx -= dy sin x. */
    static final Op COS = new Function("cos") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.cos(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return -dy * SpecialFunctions.sin(x);
        }
    };

    /** y = log(1 + e^x); dx += dy / (1 + e^-x). */
    static final Op SOFTPLUS = new Function("softplus") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.softplus(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return dy * FloatMath.sigmoid(x);
        }
    };

    /** y = x Phi(x); dx += dy (Phi(x) + x phi(x)). */
    static final Op GELU = new Function("gelu") {
        @Override
        float value(float x, float parameter) {
            return SpecialFunctions.gelu(x);
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return dy * SpecialFunctions.geluSlope(x);
        }
    };

    /** y = x where positive, slope x elsewhere; dx += dy or slope dy. */
    static final Op LEAKY_RELU = new Function("leaky-relu") {
        @Override
        float value(float x, float parameter) {
            return x > 0f ? x : parameter * x;
        }

        @Override
        float slope(float x, float v, float dy, float parameter) {
            return x > 0f ? dy : parameter * dy;
        }
    };

    /** y = x where positive, alpha (e^x - 1) elsewhere; dx += dy, or dy alpha e^x. */
    static final Op ELU = new Op("elu") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            K.eluBackward(y.low, x.value, x.offset, y.gradient, y.gradientOffset, x.gradient,
                    x.gradientOffset, y.size());
        }
    };

    private Functions() {}

    /** Natural logarithm: -infinity at 0, NaN below. */
    public static Tensor log(Tensor x) {
        Tensor y = x.live().node(LOG, x.rows, x.cols, x.needsGradient());
        y.a = x;
        Op.K.log(x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    /** log(1 + x), accurate near 0. */
    public static Tensor log1p(Tensor x) {
        return apply(LOG1P, x, 0f);
    }

    /** Square root, correctly rounded; the derivative at 0 is infinite. */
    public static Tensor sqrt(Tensor x) {
        return apply(SQRT, x, 0f);
    }

    /** The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    public static Tensor erf(Tensor x) {
        return apply(ERF, x, 0f);
    }

    /** |x|; the derivative at 0 is 0. */
    public static Tensor abs(Tensor x) {
        return apply(ABS, x, 0f);
    }

    /** 1 / x. */
    public static Tensor reciprocal(Tensor x) {
        return apply(RECIPROCAL, x, 0f);
    }

    /** Sine, in radians. */
    public static Tensor sin(Tensor x) {
        return apply(SIN, x, 0f);
    }

    /** Cosine, in radians. */
    public static Tensor cos(Tensor x) {
        return apply(COS, x, 0f);
    }

    /** log(1 + e^x), without a linear threshold (Dugas et al. 2001). */
    public static Tensor softplus(Tensor x) {
        return apply(SOFTPLUS, x, 0f);
    }

    /**
     * x Phi(x), Phi the normal distribution function, exact: not the tanh form
     * (Hendrycks and Gimpel 2016).
     */
    public static Tensor gelu(Tensor x) {
        return apply(GELU, x, 0f);
    }

    /** x where it is positive, slope x elsewhere (Maas et al. 2013); the derivative at 0 is slope. */
    public static Tensor leakyRelu(Tensor x, float slope) {
        return apply(LEAKY_RELU, x, slope);
    }

    /** x where it is positive, alpha (e^x - 1) elsewhere (Clevert et al. 2016). */
    public static Tensor elu(Tensor x, float alpha) {
        Tensor y = x.live().node(ELU, x.rows, x.cols, x.needsGradient());
        y.a = x;
        y.low = alpha;
        Op.K.elu(alpha, x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    private static Tensor apply(Op op, Tensor x, float parameter) {
        Tensor y = x.live().node(op, x.rows, x.cols, x.needsGradient());
        y.a = x;
        y.low = parameter;
        Function f = (Function) op;
        for (int i = 0; i < y.size(); i++) {
            y.value[y.offset + i] = f.value(x.value[x.offset + i], parameter);
        }
        return y;
    }

    /** A function with at most one parameter, which lies in the node's low. */
    private abstract static class Function extends Op {

        Function(String name) {
            super(name);
        }

        abstract float value(float x, float parameter);

        /** dy times the derivative at x, where the value is v. */
        abstract float slope(float x, float v, float dy, float parameter);

        @Override
        final void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.size(); i++) {
                x.gradient[x.gradientOffset + i] += slope(x.value[x.offset + i],
                        y.value[y.offset + i], y.gradient[y.gradientOffset + i], y.low);
            }
        }
    }
}

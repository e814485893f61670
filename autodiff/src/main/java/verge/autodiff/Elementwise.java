package verge.autodiff;

/** Element-wise operations. */
final class Elementwise {

    private static final float[] ONE = {1f};
    /** Elements of rows that are near: a few arrays of them fit into the first cache. */
    static final int NEAR = 1024;

    /** y = a + b; da += dy, db += dy: some rows at a time, while they are near. */
    static final Op ADD = new Op("add", true) {
        @Override
        void backward(Tensor y) {
            boolean firstA = isCopied(y, y.a);
            boolean firstB = isCopied(y, y.b);
            int rows = Math.max(1, NEAR / Math.max(1, y.cols));
            for (int r = 0; r < y.rows; r += rows) {
                int count = Math.min(rows, y.rows - r);
                give(y, r, count, y.a, firstA);
                give(y, r, count, y.b, firstB);
            }
        }

        /** Opens x; returns whether its gradient is y's, nothing having been written to it. */
        private boolean isCopied(Tensor y, Tensor x) {
            if (x.gradient == null || x.size() == y.size() && x.firstToWrite()) {
                return true;
            }
            x.openGradient();
            return false;
        }

        private void give(Tensor y, int from, int rows, Tensor x, boolean copied) {
            int n = y.cols;
            int dy = y.gradientOffset + from * n;
            if (x.gradient == null) {
                return;
            }
            if (x.rows == y.rows) {
                int dx = x.gradientOffset + from * n;
                if (copied) {                          // as 0 + dy, which is never -0
                    K.affine(1f, 0f, y.gradient, dy, x.gradient, dx, rows * n);
                } else {
                    K.add(y.gradient, dy, x.gradient, dx, x.gradient, dx, rows * n);
                }
            } else {
                K.addRows(rows, n, y.gradient, dy, n, x.gradient, x.gradientOffset);
            }
        }
    };

    /** y = a - b; da += dy, db -= dy. */
    static final Op SUBTRACT = new Op("subtract") {
        @Override
        void backward(Tensor y) {
            addGradient(y, y.a);
            if (y.b.gradient != null) {
                K.axpy(-1f, y.gradient, y.gradientOffset, y.b.gradient, y.b.gradientOffset,
                        y.size());
            }
        }
    };

    /** y = a b; da += dy b, db += dy a. */
    static final Op MULTIPLY = new Op("multiply") {
        @Override
        void backward(Tensor y) {
            multiplyGradient(y, y.a, y.b);
            multiplyGradient(y, y.b, y.a);
        }

        private void multiplyGradient(Tensor y, Tensor x, Tensor other) {
            if (x.gradient != null) {
                K.multiplyAdd(y.gradient, y.gradientOffset, other.value, other.offset,
                        x.gradient, x.gradientOffset, y.size());
            }
        }
    };

    /** y = scale x + shift; dx += scale dy. */
    static final Op AFFINE = new Op("affine") {
        @Override
        void backward(Tensor y) {
            K.axpy(y.low, y.gradient, y.gradientOffset, y.a.gradient, y.a.gradientOffset,
                    y.size());
        }
    };

    /** y = tanh x; dx += dy (1 - y^2). */
    static final Op TANH = new Op("tanh") {
        @Override
        void backward(Tensor y) {
            K.tanhBackward(y.value, y.offset, y.gradient, y.gradientOffset, y.a.gradient,
                    y.a.gradientOffset, y.size());
        }
    };

    /** y = 1 / (1 + e^-x); dx += dy y (1 - y). */
    static final Op SIGMOID = new Op("sigmoid") {
        @Override
        void backward(Tensor y) {
            K.sigmoidBackward(y.value, y.offset, y.gradient, y.gradientOffset, y.a.gradient,
                    y.a.gradientOffset, y.size());
        }
    };

    /** y = e^x; dx += dy y. */
    static final Op EXP = new Op("exp") {
        @Override
        void backward(Tensor y) {
            K.multiplyAdd(y.gradient, y.gradientOffset, y.value, y.offset, y.a.gradient,
                    y.a.gradientOffset, y.size());
        }
    };

    /** y = max(x, 0); dx += dy where x is positive. */
    static final Op RELU = new Op("relu") {
        @Override
        void backward(Tensor y) {
            K.reluBackward(y.a.value, y.a.offset, y.gradient, y.gradientOffset, y.a.gradient,
                    y.a.gradientOffset, y.size());
        }
    };

    /** y = x^2; dx += 2 x dy. */
    static final Op SQUARE = new Op("square") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.size(); i++) {
                x.gradient[x.gradientOffset + i] +=
                        2f * x.value[x.offset + i] * y.gradient[y.gradientOffset + i];
            }
        }
    };

    /** y = min(max(x, low), high); dx += dy where x is within the bounds. */
    static final Op CLAMP = new Op("clamp") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.size(); i++) {
                float v = x.value[x.offset + i];
                if (v >= y.low && v <= y.high) {
                    x.gradient[x.gradientOffset + i] += y.gradient[y.gradientOffset + i];
                }
            }
        }
    };

    static final Op MINIMUM = new Extreme("minimum", -1f);
    static final Op MAXIMUM = new Extreme("maximum", 1f);

    /** y = the larger of a and b (the smaller for sign -1); equal elements get half of dy each. */
    private static final class Extreme extends Op {

        private final float sign;

        Extreme(String name, float sign) {
            super(name);
            this.sign = sign;
        }

        @Override
        void backward(Tensor y) {
            Tensor a = y.a;
            Tensor b = y.b;
            for (int i = 0; i < y.size(); i++) {
                float left = sign * a.value[a.offset + i];
                float right = sign * b.value[b.offset + i];
                float d = y.gradient[y.gradientOffset + i];
                if (left == right) {
                    addTo(a, i, 0.5f * d);
                    addTo(b, i, 0.5f * d);
                } else {
                    addTo(left > right ? a : b, i, d);
                }
            }
        }

        private static void addTo(Tensor x, int i, float d) {
            if (x.gradient != null) {
                x.gradient[x.gradientOffset + i] += d;
            }
        }
    }

    private Elementwise() {}

    static Tensor add(Tensor a, Tensor b) {
        Tensor.require(a.cols == b.cols && (a.rows == b.rows || b.rows == 1), "add", a, b);
        Tensor y = binary(ADD, a, b);
        if (a.rows == b.rows) {
            Op.K.add(a.value, a.offset, b.value, b.offset, y.value, y.offset, y.size());
        } else {                                        // all rows at once: y = a + ones b
            Op.K.gemm(y.rows, y.cols, 1, ONE, 0, 0, 1, b.value, b.offset, y.cols,
                    a.value, a.offset, y.cols, y.value, y.offset, y.cols);
        }
        return y;
    }

    static Tensor subtract(Tensor a, Tensor b) {
        requireEqual("subtract", a, b);
        Tensor y = binary(SUBTRACT, a, b);
        Op.K.subtract(a.value, a.offset, b.value, b.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor multiply(Tensor a, Tensor b) {
        requireEqual("multiply", a, b);
        Tensor y = binary(MULTIPLY, a, b);
        Op.K.multiply(a.value, a.offset, b.value, b.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor affine(Tensor x, float scale, float shift) {
        Tensor y = unary(AFFINE, x);
        y.low = scale;
        Op.K.affine(scale, shift, x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor tanh(Tensor x) {
        Tensor y = unary(TANH, x);
        Op.K.tanh(x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor sigmoid(Tensor x) {
        Tensor y = unary(SIGMOID, x);
        Op.K.sigmoid(x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor exp(Tensor x) {
        Tensor y = unary(EXP, x);
        Op.K.expShifted(0f, x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor relu(Tensor x) {
        Tensor y = unary(RELU, x);
        Op.K.relu(x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor square(Tensor x) {
        Tensor y = unary(SQUARE, x);
        Op.K.multiply(x.value, x.offset, x.value, x.offset, y.value, y.offset, y.size());
        return y;
    }

    static Tensor clamp(Tensor x, float low, float high) {
        Tensor y = unary(CLAMP, x);
        y.low = low;
        y.high = high;
        for (int i = 0; i < y.size(); i++) {
            y.value[y.offset + i] = Math.min(Math.max(x.value[x.offset + i], low), high);
        }
        return y;
    }

    static Tensor minimum(Tensor a, Tensor b) {
        requireEqual("minimum", a, b);
        Tensor y = binary(MINIMUM, a, b);
        for (int i = 0; i < y.size(); i++) {
            y.value[y.offset + i] = Math.min(a.value[a.offset + i], b.value[b.offset + i]);
        }
        return y;
    }

    static Tensor maximum(Tensor a, Tensor b) {
        requireEqual("maximum", a, b);
        Tensor y = binary(MAXIMUM, a, b);
        for (int i = 0; i < y.size(); i++) {
            y.value[y.offset + i] = Math.max(a.value[a.offset + i], b.value[b.offset + i]);
        }
        return y;
    }

    /** dx += dy; where x is one row of many, the rows of dy are added to it in order. */
    static void addGradient(Tensor y, Tensor x) {
        if (x.gradient == null) {
            return;
        }
        int n = x.size();
        for (int i = 0; i < y.size(); i += n) {
            Op.K.add(y.gradient, y.gradientOffset + i, x.gradient, x.gradientOffset,
                    x.gradient, x.gradientOffset, n);
        }
    }

    private static void requireEqual(String operation, Tensor a, Tensor b) {
        Tensor.require(a.rows == b.rows && a.cols == b.cols, operation, a, b);
    }

    private static Tensor unary(Op op, Tensor x) {
        Tensor y = x.live().node(op, x.rows, x.cols, x.needsGradient());
        y.a = x;
        return y;
    }

    private static Tensor binary(Op op, Tensor a, Tensor b) {
        b.check(a.tape);
        Tensor y = a.live().node(op, a.rows, a.cols, a.needsGradient() || b.needsGradient());
        y.a = a;
        y.b = b;
        return y;
    }
}

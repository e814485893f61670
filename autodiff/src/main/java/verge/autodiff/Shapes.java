package verge.autodiff;

/** Operations that move elements and compute nothing. */
final class Shapes {

    /** Shares the arrays of its operand, so that there is nothing to add. */
    static final Op VIEW = new Op("view") {
        @Override
        void backward(Tensor y) {}
    };

    /** y = (a | b) side by side; each operand gets its columns of dy. */
    static final Op CONCAT = new Op("concat", true) {
        @Override
        void backward(Tensor y) {
            addColumns(y, 0, y.a);
            addColumns(y, y.a.cols, y.b);
        }

        private void addColumns(Tensor y, int from, Tensor x) {
            if (x.gradient == null) {
                return;
            }
            boolean first = x.firstToWrite();
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * y.cols + from;
                int dx = x.gradientOffset + i * x.cols;
                if (first) {
                    K.affine(1f, 0f, y.gradient, dy, x.gradient, dx, x.cols);
                } else {
                    K.add(y.gradient, dy, x.gradient, dx, x.gradient, dx, x.cols);
                }
            }
        }
    };

    /** y = x[:, from..to); those columns of dx get dy. */
    static final Op COLUMNS = new Op("columns") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                int dx = x.gradientOffset + i * x.cols + y.number;
                K.add(y.gradient, y.gradientOffset + i * y.cols, x.gradient, dx, x.gradient, dx,
                        y.cols);
            }
        }
    };

    /** y = parts on top of each other; each gets its rows of dy. */
    static final Op CONCAT_ROWS = new Op("concat-rows", true) {
        @Override
        int operandParts(Tensor y) {
            return y.number;
        }

        @Override
        void backward(Tensor y) {
            int row = 0;
            for (int i = y.partsFrom; row < y.rows; i++) {
                Tensor x = y.tape.part(i);
                if (x.gradient != null) {
                    addTo(x, y.gradient, y.gradientOffset + row * y.cols);
                }
                row += x.rows;
            }
        }
    };

    /** y_i = x[index_i]; dx[index_i] += dy_i, in row order. */
    static final Op GATHER_ROWS = new Op("gather-rows") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            for (int i = 0; i < y.rows; i++) {
                int dx = x.gradientOffset + y.indices[y.indexOffset + i] * x.cols;
                K.add(y.gradient, y.gradientOffset + i * y.cols, x.gradient, dx, x.gradient, dx,
                        x.cols);
            }
        }
    };

    /** y = every row of x times over; dx_i += the sum of its copies' dy, in row order. */
    static final Op REPEAT_ROWS = new Op("repeat-rows") {
        @Override
        void backward(Tensor y) {
            Tensor x = y.a;
            int times = y.rows / x.rows;
            for (int i = 0; i < y.rows; i++) {
                int dx = x.gradientOffset + i / times * x.cols;
                K.add(y.gradient, y.gradientOffset + i * y.cols, x.gradient, dx, x.gradient, dx,
                        x.cols);
            }
        }
    };

    private Shapes() {}

    static Tensor concat(Tensor a, Tensor b) {
        b.check(a.tape);
        Tensor.require(a.rows == b.rows, "concat", a, b);
        Tensor y = a.live().node(CONCAT, a.rows, a.cols + b.cols,
                a.needsGradient() || b.needsGradient());
        y.a = a;
        y.b = b;
        for (int i = 0; i < y.rows; i++) {
            int row = y.offset + i * y.cols;
            System.arraycopy(a.value, a.offset + i * a.cols, y.value, row, a.cols);
            System.arraycopy(b.value, b.offset + i * b.cols, y.value, row + a.cols, b.cols);
        }
        return y;
    }

    static Tensor columns(Tensor x, int from, int to) {
        if (from < 0 || to > x.cols || from > to) {
            throw new IllegalArgumentException("columns " + from + ".." + to + " of " + x.cols);
        }
        Tensor y = x.live().node(COLUMNS, x.rows, to - from, x.needsGradient());
        y.a = x;
        y.number = from;
        for (int i = 0; i < y.rows; i++) {
            System.arraycopy(x.value, x.offset + i * x.cols + from, y.value,
                    y.offset + i * y.cols, y.cols);
        }
        return y;
    }

    static Tensor rows(Tensor x, int from, int to) {
        if (from < 0 || to > x.rows || from > to) {
            throw new IllegalArgumentException("rows " + from + ".." + to + " of " + x.rows);
        }
        return x.live().view(x, from, to - from, x.cols);
    }

    static Tensor reshape(Tensor x, int rows, int cols) {
        if (rows * cols != x.size()) {
            throw new IllegalArgumentException("reshape [" + x.rows + ", " + x.cols + "] to ["
                    + rows + ", " + cols + "]");
        }
        return x.live().view(x, 0, rows, cols);
    }

    static Tensor concatRows(Tape tape, Tensor[] parts, int count) {
        int rows = 0;
        boolean needs = false;
        for (int i = 0; i < count; i++) {
            parts[i].check(tape);
            Tensor.require(parts[i].cols == parts[0].cols, "concat rows", parts[0], parts[i]);
            rows += parts[i].rows;
            needs |= parts[i].needsGradient();
        }
        Tensor y = tape.node(CONCAT_ROWS, rows, parts[0].cols, needs);
        y.partsFrom = tape.keepParts(parts, count);
        y.number = count;
        int at = y.offset;
        for (int i = 0; i < count; i++) {
            System.arraycopy(parts[i].value, parts[i].offset, y.value, at, parts[i].size());
            at += parts[i].size();
        }
        return y;
    }

    static Tensor gatherRows(Tensor x, int[] index, int from, int count) {
        Tensor y = x.live().node(GATHER_ROWS, count, x.cols, x.needsGradient());
        y.a = x;
        y.indices = index;
        y.indexOffset = from;
        for (int i = 0; i < count; i++) {
            int row = index[from + i];
            if (row < 0 || row >= x.rows) {
                throw new IllegalArgumentException("gather rows: index " + row + " of " + x.rows
                        + " rows");
            }
            System.arraycopy(x.value, x.offset + row * x.cols, y.value, y.offset + i * x.cols,
                    x.cols);
        }
        return y;
    }

    static Tensor repeatRows(Tensor x, int times) {
        Tensor y = x.live().node(REPEAT_ROWS, x.rows * times, x.cols, x.needsGradient());
        y.a = x;
        for (int i = 0; i < y.rows; i++) {
            System.arraycopy(x.value, x.offset + i / times * x.cols, y.value,
                    y.offset + i * x.cols, x.cols);
        }
        return y;
    }
}

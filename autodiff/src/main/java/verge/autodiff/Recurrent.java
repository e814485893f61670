package verge.autodiff;

import java.util.Arrays;

/** Element-wise parts of recurrent cells, gate blocks in order input, forget, candidate, output. */
final class Recurrent {

    /** (i, f, o) = sigmoid z, g = tanh z; dz += dy times the derivative at the activation. */
    static final Op LSTM_GATES = new Op("lstm-gates", true) {
        @Override
        void backward(Tensor y) {
            Tensor z = y.a;
            int h = y.cols / 4;
            boolean first = z.firstToWrite();
            for (int i = 0; i < y.rows; i++) {
                int row = y.offset + i * y.cols;
                int dy = y.gradientOffset + i * y.cols;
                int dz = z.gradientOffset + i * y.cols;
                if (first) {
                    Arrays.fill(z.gradient, dz, dz + y.cols, 0f);
                }
                K.sigmoidBackward(y.value, row, y.gradient, dy, z.gradient, dz, 2 * h);
                K.tanhBackward(y.value, row + 2 * h, y.gradient, dy + 2 * h, z.gradient,
                        dz + 2 * h, h);
                K.sigmoidBackward(y.value, row + 3 * h, y.gradient, dy + 3 * h, z.gradient,
                        dz + 3 * h, h);
            }
        }
    };

    /** c' = f c + i g; df += c dc', dc += f dc', di += g dc', dg += i dc'. */
    static final Op LSTM_MEMORY = new Op("lstm-memory") {
        @Override
        void backward(Tensor y) {
            Tensor gates = y.a;
            Tensor c = y.b;
            int h = y.cols;
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * h;
                int gate = gates.offset + i * 4 * h;
                if (gates.gradient != null) {
                    int dg = gates.gradientOffset + i * 4 * h;
                    K.multiplyAdd(y.gradient, dy, gates.value, gate + 2 * h, gates.gradient, dg, h);
                    K.multiplyAdd(y.gradient, dy, c.value, c.offset + i * h, gates.gradient,
                            dg + h, h);
                    K.multiplyAdd(y.gradient, dy, gates.value, gate, gates.gradient,
                            dg + 2 * h, h);
                }
                if (c.gradient != null) {
                    K.multiplyAdd(y.gradient, dy, gates.value, gate + h, c.gradient,
                            c.gradientOffset + i * h, h);
                }
            }
        }
    };

    /** h = o t; do += t dh, dt += o dh. */
    static final Op LSTM_OUTPUT = new Op("lstm-output") {
        @Override
        void backward(Tensor y) {
            Tensor gates = y.a;
            Tensor t = y.b;
            int h = y.cols;
            for (int i = 0; i < y.rows; i++) {
                int dy = y.gradientOffset + i * h;
                int o = (4 * i + 3) * h;
                if (gates.gradient != null) {
                    K.multiplyAdd(y.gradient, dy, t.value, t.offset + i * h, gates.gradient,
                            gates.gradientOffset + o, h);
                }
                if (t.gradient != null) {
                    K.multiplyAdd(y.gradient, dy, gates.value, gates.offset + o, t.gradient,
                            t.gradientOffset + i * h, h);
                }
            }
        }
    };

    private Recurrent() {}

    static Tensor lstmGates(Tensor z) {
        Tensor.require(z.cols % 4 == 0, "lstm gates", z, null);
        Tensor y = z.live().node(LSTM_GATES, z.rows, z.cols, z.needsGradient());
        y.a = z;
        int h = z.cols / 4;
        for (int i = 0; i < z.rows; i++) {
            int from = z.offset + i * z.cols;
            int to = y.offset + i * z.cols;
            Op.K.sigmoid(z.value, from, y.value, to, 2 * h);
            Op.K.tanh(z.value, from + 2 * h, y.value, to + 2 * h, h);
            Op.K.sigmoid(z.value, from + 3 * h, y.value, to + 3 * h, h);
        }
        return y;
    }

    static Tensor lstmMemory(Tensor gates, Tensor c) {
        c.check(gates.tape);
        Tensor.require(gates.rows == c.rows && gates.cols == 4 * c.cols, "lstm memory", gates, c);
        int h = c.cols;
        Tensor y = gates.live().node(LSTM_MEMORY, c.rows, h,
                gates.needsGradient() || c.needsGradient());
        y.a = gates;
        y.b = c;
        for (int i = 0; i < y.rows; i++) {
            int gate = gates.offset + i * 4 * h;
            int to = y.offset + i * h;
            Op.K.multiply(gates.value, gate, gates.value, gate + 2 * h, y.value, to, h);
            Op.K.multiplyAdd(gates.value, gate + h, c.value, c.offset + i * h, y.value, to, h);
        }
        return y;
    }

    static Tensor lstmOutput(Tensor gates, Tensor t) {
        t.check(gates.tape);
        Tensor.require(gates.rows == t.rows && gates.cols == 4 * t.cols, "lstm output", gates, t);
        int h = t.cols;
        Tensor y = gates.live().node(LSTM_OUTPUT, t.rows, h,
                gates.needsGradient() || t.needsGradient());
        y.a = gates;
        y.b = t;
        for (int i = 0; i < y.rows; i++) {
            Op.K.multiply(gates.value, gates.offset + (4 * i + 3) * h, t.value, t.offset + i * h,
                    y.value, y.offset + i * h, h);
        }
        return y;
    }
}

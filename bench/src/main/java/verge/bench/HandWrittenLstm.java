package verge.bench;

import java.util.Arrays;
import verge.autodiff.kernel.Kernels;

/**
 * Forward and backward of {@link LstmTraining} written out over the same kernels, without a tape:
 * what remains of the difference is the tape's own cost.
 */
final class HandWrittenLstm implements Workload {

    private static final Kernels K = Kernels.active();
    /** Floats of input products made at once, as in the fused operation. */
    private static final int NEAR_FLOATS = 1 << 16;

    private final int h;
    private final int steps;
    private final int batch;
    private final float[] values;
    private final float[] gradients;
    private final Layer first;
    private final Layer second;
    private final float[] input;
    private final float[] target;
    private final float[] dy;
    private final float[] d;
    private final float[] inputs;

    /** One layer: places of its parameters, packed weights and all that backward needs. */
    private final class Layer {

        final int wx;
        final int wh;
        final int bias;
        final float[] packedX = new float[K.packedFloats(h, 4 * h)];
        final float[] packedH = new float[K.packedFloats(h, 4 * h)];
        final float[] transposedX = new float[K.packedFloats(4 * h, h)];
        final float[] transposedH = new float[K.packedFloats(4 * h, h)];
        final float[] gates = new float[steps * batch * 4 * h];
        final float[] memory = new float[(steps + 1) * batch * h];
        final float[] bounded = new float[steps * batch * h];
        final float[] y = new float[steps * batch * h];

        Layer(int from) {
            wx = from;
            wh = wx + 4 * h * h;
            bias = wh + 4 * h * h;
            K.pack(h, 4 * h, values, wx, 4 * h, 1, packedX, 0);
            K.pack(h, 4 * h, values, wh, 4 * h, 1, packedH, 0);
            K.pack(4 * h, h, values, wx, 1, 4 * h, transposedX, 0);
            K.pack(4 * h, h, values, wh, 1, 4 * h, transposedH, 0);
        }

        void forward(float[] x) {
            int n = batch * h;
            int near = Math.max(1, Math.min(steps, NEAR_FLOATS / (4 * n)));
            for (int t = 0; t < steps; t++) {
                int z = 4 * n * (t % near);
                if (t % near == 0) {
                    K.gemmPacked(Math.min(near, steps - t) * batch, 4 * h, h, x, t * n, h, 1,
                            packedX, 0, values, bias, 0, inputs, z, 4 * h);
                }
                if (t > 0) {
                    K.gemmPacked(batch, 4 * h, h, y, (t - 1) * n, h, 1, packedH, 0, inputs, z,
                            4 * h, inputs, z, 4 * h);
                }
                K.lstmCell(batch, h, inputs, z, gates, 4 * t * n, memory, t * n, memory, (t + 1) * n,
                        bounded, t * n, y, t * n);
            }
        }

        void backward(float[] x, float[] up, float[] dx) {
            int n = batch * h;
            int rows = steps * batch;
            Arrays.fill(d, n, 2 * n, 0f);
            for (int t = steps - 1; t >= 0; t--) {
                boolean last = t + 1 == steps;
                if (!last) {
                    K.gemmPacked(batch, h, 4 * h, gates, 4 * (t + 1) * n, 4 * h, 1, transposedH,
                            0, up, t * n, h, d, 0, h);
                }
                K.lstmCellBackward(batch, h, gates, 4 * t * n, memory, t * n, bounded, t * n,
                        last ? up : d, last ? t * n : 0, d, n, gates, 4 * t * n);
            }
            K.gemm(h, 4 * h, rows - batch, y, 0, 1, h, gates, 4 * n, 4 * h, null, 0, 0, gradients,
                    wh, 4 * h);
            K.gemm(h, 4 * h, rows, x, 0, 1, h, gates, 0, 4 * h, null, 0, 0, gradients, wx, 4 * h);
            Arrays.fill(gradients, bias, bias + 4 * h, 0f);
            K.addRows(rows, 4 * h, gates, 0, 4 * h, gradients, bias);
            if (dx != null) {
                K.gemmPacked(rows, h, 4 * h, gates, 0, 4 * h, 1, transposedX, 0, null, 0, 0, dx,
                        0, h);
            }
        }
    }

    HandWrittenLstm(int h, int steps, int batch) {
        this.h = h;
        this.steps = steps;
        this.batch = batch;
        LstmTraining same = new LstmTraining(h, steps, batch);
        values = same.parameters().values();
        gradients = new float[values.length];
        first = new Layer(0);
        second = new Layer(values.length / 2);
        input = Workload.normal(steps * batch * h, 2);
        target = Workload.normal(steps * batch * h, 3);
        dy = new float[steps * batch * h];
        d = new float[2 * batch * h];
        inputs = new float[Math.max(NEAR_FLOATS, 4 * batch * h)];
        run();
        same.gradients();
        if (!Arrays.equals(gradients, same.parameters().gradients())) {
            throw new IllegalStateException("gradients differ from the tape's");
        }
    }

    @Override
    public float run() {
        first.forward(input);
        second.forward(first.y);
        K.subtract(second.y, 0, target, 0, dy, 0, dy.length);
        float loss = K.dot(dy, 0, dy, 0, dy.length) / dy.length;
        K.affine(2f * (1f / dy.length), 0f, dy, 0, dy, 0, dy.length);
        second.backward(first.y, dy, dy);
        first.backward(input, dy, null);
        return loss;
    }

    @Override
    public double operations() {
        return 11 * 2.0 * steps * batch * h * 4 * h;
    }
}

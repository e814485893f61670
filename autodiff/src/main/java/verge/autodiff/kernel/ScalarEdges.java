package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

import java.util.Arrays;

/** Attention along the edges of a graph, scalar twin; {@link Kernels} has the equations. */
final class ScalarEdges {

    private ScalarEdges() {}

    static void weights(Kernels k, int m, int heads, int[] starts, int[] sources, float[] from,
            int fo, float[] to, int too, float[] edge, int eo, float slope, float[] x, int xo,
            float[] alpha, int ao) {
        for (int d = 0; d < m; d++) {
            for (int j = starts[d]; j < starts[d + 1]; j++) {
                for (int h = 0; h < heads; h++) {
                    float v = from[fo + sources[j] * heads + h] + to[too + d * heads + h];
                    v = edge == null ? v : v + edge[eo + j * heads + h];
                    x[xo + j * heads + h] = v;
                    alpha[ao + j * heads + h] = Float.floatToRawIntBits(v) >= 0 ? v : slope * v;
                }
            }
            for (int h = 0; h < heads; h++) {
                subtractLargest(heads, starts[d], starts[d + 1], alpha, ao + h);
            }
        }
        k.expShifted(0f, alpha, ao, alpha, ao, starts[m] * heads);
        for (int d = 0; d < m; d++) {
            for (int h = 0; h < heads; h++) {
                divideBySum(heads, starts[d], starts[d + 1], alpha, ao + h);
            }
        }
    }

    private static void subtractLargest(int heads, int first, int end, float[] l, int lo) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = first; j < end; j++) {
            largest = Math.max(largest, l[lo + j * heads]);
        }
        for (int j = first; j < end; j++) {
            l[lo + j * heads] -= largest;
        }
    }

    private static void divideBySum(int heads, int first, int end, float[] e, int o) {
        float sum = 0f;
        for (int j = first; j < end; j++) {
            sum += e[o + j * heads];
        }
        float inverse = 1f / sum;
        for (int j = first; j < end; j++) {
            e[o + j * heads] *= inverse;
        }
    }

    static void sums(int m, int heads, int width, int[] starts, int[] sources, float[] alpha,
            int ao, float[] z, int zo, float[] y, int yo) {
        int cols = heads * width;
        Arrays.fill(y, yo, yo + m * cols, 0f);
        for (int d = 0; d < m; d++) {
            for (int j = starts[d]; j < starts[d + 1]; j++) {
                addScaled(heads, width, alpha, ao + j * heads, z, zo + sources[j] * cols, y,
                        yo + d * cols);
            }
        }
    }

    static void sumsBackward(int m, int heads, int width, int[] starts, int[] sources,
            float[] alpha, int ao, float[] dy, int dyo, float[] dz, int dzo) {
        int cols = heads * width;
        for (int d = 0; d < m; d++) {
            for (int j = starts[d]; j < starts[d + 1]; j++) {
                addScaled(heads, width, alpha, ao + j * heads, dy, dyo + d * cols, dz,
                        dzo + sources[j] * cols);
            }
        }
    }

    /** y_h = fma(s_h, x_h, y_h), x_h and y_h being the columns of head h of a row. */
    private static void addScaled(int heads, int width, float[] s, int so, float[] x, int xo,
            float[] y, int yo) {
        for (int h = 0; h < heads; h++) {
            for (int c = h * width; c < (h + 1) * width; c++) {
                y[yo + c] = fma(s[so + h], x[xo + c], y[yo + c]);
            }
        }
    }
}

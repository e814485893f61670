package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/** Recurrent cells of the scalar twin; {@link Kernels} has the equations. */
final class ScalarCells {

    private ScalarCells() {}

    static void lstm(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c, int co,
            float[] next, int no, float[] t, int to, float[] y, int yo) {
        for (int r = 0; r < rows; r++) {
            int zi = zo + 4 * r * h;
            int gi = go + 4 * r * h;
            int row = r * h;
            for (int j = row; j < row + h; j++, zi++, gi++) {
                float i = FloatMath.sigmoid(z[zi]);
                float f = FloatMath.sigmoid(z[zi + h]);
                float g = FloatMath.tanh(z[zi + 2 * h]);
                float o = FloatMath.sigmoid(z[zi + 3 * h]);
                gates[gi] = i;
                gates[gi + h] = f;
                gates[gi + 2 * h] = g;
                gates[gi + 3 * h] = o;
                float memory = fma(f, c[co + j], i * g);
                next[no + j] = memory;
                float bounded = FloatMath.tanh(memory);
                t[to + j] = bounded;
                y[yo + j] = o * bounded;
            }
        }
    }

    static void lstmBackward(int rows, int h, float[] gates, int go, float[] c, int co, float[] t,
            int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        for (int r = 0; r < rows; r++) {
            lstmBackwardRow(0, h, gates, go + 4 * r * h, c, co + r * h, t, to + r * h, dy,
                    dyo + r * h, dc, dco + r * h, dz, dzo + 4 * r * h);
        }
    }

    /** Columns [from, h) of one row. */
    static void lstmBackwardRow(int from, int h, float[] gates, int go, float[] c, int co,
            float[] t, int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        for (int j = from; j < h; j++) {
            float i = gates[go + j];
            float f = gates[go + h + j];
            float g = gates[go + 2 * h + j];
            float o = gates[go + 3 * h + j];
            float bounded = t[to + j];
            float d = dy[dyo + j];
            float s = fma(d * o, fma(-bounded, bounded, 1f), dc[dco + j]);
            dz[dzo + j] = s * g * (i * (1f - i));
            dz[dzo + h + j] = s * c[co + j] * (f * (1f - f));
            dz[dzo + 2 * h + j] = s * i * fma(-g, g, 1f);
            dz[dzo + 3 * h + j] = d * bounded * (o * (1f - o));
            dc[dco + j] = s * f;
        }
    }

    static void gru(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo) {
        for (int i = 0; i < rows; i++) {
            int xi = xo + 3 * i * h;
            int ui = uo + 3 * i * h;
            int row = i * h;
            for (int j = row; j < row + h; j++, xi++, ui++) {
                float r = FloatMath.sigmoid(x[xi] + u[ui]);
                float z = FloatMath.sigmoid(x[xi + h] + u[ui + h]);
                float n = FloatMath.tanh(fma(r, u[ui + 2 * h], x[xi + 2 * h]));
                x[xi] = r;
                x[xi + h] = z;
                x[xi + 2 * h] = n;
                y[yo + j] = fma(z, h0[ho + j] - n, n);
            }
        }
    }

    static void gruBackward(int rows, int h, float[] gates, int go, float[] u, int uo, float[] h0,
            int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo, float[] dh,
            int dho) {
        for (int r = 0; r < rows; r++) {
            gruBackwardRow(0, h, gates, go + 3 * r * h, u, uo + 3 * r * h, h0, ho + r * h, dy,
                    dyo + r * h, dx, dxo + 3 * r * h, du, duo + 3 * r * h, dh, dho + r * h);
        }
    }

    /** Columns [from, h) of one row. */
    static void gruBackwardRow(int from, int h, float[] gates, int go, float[] u, int uo,
            float[] h0, int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo,
            float[] dh, int dho) {
        for (int j = from; j < h; j++) {
            float r = gates[go + j];
            float z = gates[go + h + j];
            float n = gates[go + 2 * h + j];
            float d = dy[dyo + j];
            float s = d * (1f - z) * fma(-n, n, 1f);
            float reset = s * u[uo + 2 * h + j] * (r * (1f - r));
            float update = d * (h0[ho + j] - n) * (z * (1f - z));
            dx[dxo + j] = reset;
            dx[dxo + h + j] = update;
            dx[dxo + 2 * h + j] = s;
            du[duo + j] = reset;
            du[duo + h + j] = update;
            du[duo + 2 * h + j] = s * r;
            dh[dho + j] = d * z;
        }
    }
}

package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Recurrent cells of the vector twin; {@link Kernels} has the equations. Each function takes the gates
 * of several rows at once, which spares making its constants for every row. Gates whose width is no
 * multiple of a pair of vectors are made in a scratch that ends in room for one pair more: there the
 * last pair of a block runs into the next block, which is made after it, so that no width needs
 * masks or long scalar ends.
 */
@SuppressWarnings("serial")
final class VectorCells extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final int PAIR = VectorMath.PAIR;
    /** Gates that are made together, function by function: they stay in the first cache. */
    private static final int NEAR_FLOATS = 4096;

    private VectorCells() {}

    /** Rows whose gates are made together. */
    private static int near(int width) {
        return Math.max(1, NEAR_FLOATS / Math.max(1, width));
    }

    static void lstm(int rows, int h, float[] z, int zo, float[] gates, int go, float[] c, int co,
            float[] next, int no, float[] t, int to, float[] y, int yo) {
        int block = h % PAIR == 0 ? near(4 * h) : 1;
        for (int r = 0; r < rows; r += block) {
            int count = Math.min(block, rows - r);
            int at = r * h;
            int zi = zo + 4 * at;
            int gi = go + 4 * at;
            if (h % PAIR == 0) {
                lstmGates(count, h, z, zi, gates, gi);
                memory(count, h, gates, gi, c, co + at, next, no + at);
                VectorMath.tanh(next, no + at, t, to + at, count * h);
            } else {
                float[] scratch = Scratch.mine().row(8 * h + 2 * PAIR);
                int made = 4 * h + PAIR;
                System.arraycopy(z, zi, scratch, 0, 4 * h);
                lstmGates(1, h, scratch, 0, scratch, made);
                System.arraycopy(scratch, made, gates, gi, 4 * h);
                memory(1, h, gates, gi, c, co + at, next, no + at);
                System.arraycopy(next, no + at, scratch, 0, h);
                VectorMath.tanh(scratch, 0, scratch, 0, h);
                System.arraycopy(scratch, 0, t, to + at, h);
            }
            for (int i = 0; i < count; i++, at += h, gi += 4 * h) {
                VectorLoops.multiply(gates, gi + 3 * h, t, to + at, y, yo + at, h);
            }
        }
    }

    /** (i, f, g, o) = (sigmoid, sigmoid, tanh, sigmoid) z. */
    private static void lstmGates(int rows, int h, float[] z, int zo, float[] gates, int go) {
        int step = 4 * h;
        VectorMath.sigmoid(rows, 2 * h, z, zo, step, gates, go, step);
        VectorMath.tanh(rows, h, z, zo + 2 * h, step, gates, go + 2 * h, step);
        VectorMath.sigmoid(rows, h, z, zo + 3 * h, step, gates, go + 3 * h, step);
    }

    /** next = fma(f, c, i g). */
    private static void memory(int rows, int h, float[] gates, int gatesFrom, float[] c,
            int memoryFrom, float[] next, int nextFrom) {
        int go = gatesFrom;
        int co = memoryFrom;
        int no = nextFrom;
        for (int r = 0; r < rows; r++, go += 4 * h, co += h, no += h) {
            int j = 0;
            for (; j + L <= h; j += L) {
                FloatVector.fromArray(S, gates, go + h + j)
                        .fma(FloatVector.fromArray(S, c, co + j),
                                FloatVector.fromArray(S, gates, go + j)
                                        .mul(FloatVector.fromArray(S, gates, go + 2 * h + j)))
                        .intoArray(next, no + j);
            }
            for (; j < h; j++) {
                next[no + j] = FloatMath.fma(gates[go + h + j], c[co + j],
                        gates[go + j] * gates[go + 2 * h + j]);
            }
        }
    }

    static void lstmBackward(int rows, int h, float[] gates, int go, float[] c, int co, float[] t,
            int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        for (int r = 0; r < rows; r++) {
            int at = r * h;
            lstmBackwardRow(h, gates, go + 4 * at, c, co + at, t, to + at, dy, dyo + at,
                    dc, dco + at, dz, dzo + 4 * at);
            ScalarCells.lstmBackwardRow(h & -L, h, gates, go + 4 * at, c, co + at, t, to + at,
                    dy, dyo + at, dc, dco + at, dz, dzo + 4 * at);
        }
    }

    private static void lstmBackwardRow(int h, float[] gates, int go, float[] c, int co,
            float[] t, int to, float[] dy, int dyo, float[] dc, int dco, float[] dz, int dzo) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        for (int j = 0; j + L <= h; j += L) {
            FloatVector i = FloatVector.fromArray(S, gates, go + j);
            FloatVector f = FloatVector.fromArray(S, gates, go + h + j);
            FloatVector g = FloatVector.fromArray(S, gates, go + 2 * h + j);
            FloatVector o = FloatVector.fromArray(S, gates, go + 3 * h + j);
            FloatVector bounded = FloatVector.fromArray(S, t, to + j);
            FloatVector d = FloatVector.fromArray(S, dy, dyo + j);
            FloatVector s = d.mul(o).fma(bounded.mul(minusOne).fma(bounded, one),
                    FloatVector.fromArray(S, dc, dco + j));
            s.mul(g).mul(i.mul(one.sub(i))).intoArray(dz, dzo + j);
            s.mul(FloatVector.fromArray(S, c, co + j)).mul(f.mul(one.sub(f)))
                    .intoArray(dz, dzo + h + j);
            s.mul(i).mul(g.mul(minusOne).fma(g, one)).intoArray(dz, dzo + 2 * h + j);
            d.mul(bounded).mul(o.mul(one.sub(o))).intoArray(dz, dzo + 3 * h + j);
            s.mul(f).intoArray(dc, dco + j);
        }
    }

    static void gru(int rows, int h, float[] x, int xo, float[] u, int uo, float[] h0, int ho,
            float[] y, int yo) {
        int block = h % PAIR == 0 ? near(3 * h) : 1;
        for (int r = 0; r < rows; r += block) {
            int count = Math.min(block, rows - r);
            int at = r * h;
            int xi = xo + 3 * at;
            int ui = uo + 3 * at;
            if (h % PAIR == 0) {
                VectorGates.resetAndUpdate(count, h, x, xi, u, ui);
                VectorGates.candidateAndState(count, h, x, xi, u, ui, h0, ho + at, y, yo + at);
            } else {
                float[] scratch = Scratch.mine().row(2 * h + PAIR);
                VectorLoops.add(x, xi, u, ui, scratch, 0, 2 * h);
                VectorMath.sigmoid(scratch, 0, scratch, 0, 2 * h);
                System.arraycopy(scratch, 0, x, xi, 2 * h);
                System.arraycopy(x, xi + 2 * h, scratch, 0, h);
                VectorLoops.multiplyAdd(x, xi, u, ui + 2 * h, scratch, 0, h);
                VectorMath.tanh(scratch, 0, scratch, 0, h);
                System.arraycopy(scratch, 0, x, xi + 2 * h, h);
                state(h, x, xi, h0, ho + at, y, yo + at);
            }
        }
    }

    /** y = fma(z, h0 - n, n). */
    private static void state(int h, float[] gates, int go, float[] h0, int ho, float[] y,
            int yo) {
        int j = 0;
        for (; j + L <= h; j += L) {
            FloatVector n = FloatVector.fromArray(S, gates, go + 2 * h + j);
            FloatVector.fromArray(S, gates, go + h + j)
                    .fma(FloatVector.fromArray(S, h0, ho + j).sub(n), n).intoArray(y, yo + j);
        }
        for (; j < h; j++) {
            float n = gates[go + 2 * h + j];
            y[yo + j] = FloatMath.fma(gates[go + h + j], h0[ho + j] - n, n);
        }
    }

    static void gruBackward(int rows, int h, float[] gates, int go, float[] u, int uo, float[] h0,
            int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo, float[] dh,
            int dho) {
        for (int r = 0; r < rows; r++) {
            int at = r * h;
            gruBackwardRow(h, gates, go + 3 * at, u, uo + 3 * at, h0, ho + at, dy, dyo + at,
                    dx, dxo + 3 * at, du, duo + 3 * at, dh, dho + at);
            ScalarCells.gruBackwardRow(h & -L, h, gates, go + 3 * at, u, uo + 3 * at, h0, ho + at,
                    dy, dyo + at, dx, dxo + 3 * at, du, duo + 3 * at, dh, dho + at);
        }
    }

    private static void gruBackwardRow(int h, float[] gates, int go, float[] u, int uo,
            float[] h0, int ho, float[] dy, int dyo, float[] dx, int dxo, float[] du, int duo,
            float[] dh, int dho) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        for (int j = 0; j + L <= h; j += L) {
            FloatVector r = FloatVector.fromArray(S, gates, go + j);
            FloatVector z = FloatVector.fromArray(S, gates, go + h + j);
            FloatVector n = FloatVector.fromArray(S, gates, go + 2 * h + j);
            FloatVector d = FloatVector.fromArray(S, dy, dyo + j);
            FloatVector rest = one.sub(z);
            FloatVector s = d.mul(rest).mul(n.mul(minusOne).fma(n, one));
            FloatVector reset = s.mul(FloatVector.fromArray(S, u, uo + 2 * h + j))
                    .mul(r.mul(one.sub(r)));
            FloatVector update = d.mul(FloatVector.fromArray(S, h0, ho + j).sub(n))
                    .mul(z.mul(rest));
            reset.intoArray(dx, dxo + j);
            update.intoArray(dx, dxo + h + j);
            s.intoArray(dx, dxo + 2 * h + j);
            reset.intoArray(du, duo + j);
            update.intoArray(du, duo + h + j);
            s.mul(r).intoArray(du, duo + 2 * h + j);
            d.mul(z).intoArray(dh, dho + j);
        }
    }
}

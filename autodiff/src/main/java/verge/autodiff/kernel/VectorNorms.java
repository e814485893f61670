package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Layer norm of the vector twin; {@link Kernels} has the equations. The lanes of a reduction are one
 * chain of sums, each of which waits for the one before; so reductions of several rows share a loop.
 */
@SuppressWarnings("serial")
final class VectorNorms extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final int LANES = Kernels.REDUCTION_LANES;

    private VectorNorms() {}

    /** Four rows at a time; the last one takes the place of those that there are not. */
    static void forward(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] beta,
            int bo, float epsilon, float[] y, int yo, float[] mean, int mo, float[] inverse,
            int io) {
        float[] lanes = Scratch.mine().tile(4 * LANES);
        for (int i = 0; i < rows; i += 4) {
            int count = Math.min(4, rows - i);
            int i1 = Math.min(i + 1, rows - 1);
            int i2 = Math.min(i + 2, rows - 1);
            int i3 = Math.min(i + 3, rows - 1);
            int whole = n & -LANES;
            for (int lane = 0; lane < LANES; lane += L) {
                sums(x, xo + i * n, xo + i1 * n, xo + i2 * n, xo + i3 * n, lane, whole, lanes);
            }
            for (int r = 0; r < count; r++) {
                mean[mo + i + r] = restOfSum(x, xo + (i + r) * n, whole, n, lanes, r * LANES) / n;
            }
            for (int lane = 0; lane < LANES; lane += L) {
                squares(x, xo + i * n, xo + i1 * n, xo + i2 * n, xo + i3 * n, mean[mo + i],
                        mean[mo + i1], mean[mo + i2], mean[mo + i3], lane, whole, lanes);
            }
            for (int r = i; r < i + count; r++) {
                float centre = mean[mo + r];
                float scale = 1f / (float) Math.sqrt(restOfSquares(x, xo + r * n, centre, whole,
                        n, lanes, (r - i) * LANES) / n + epsilon);
                normalise(n, x, xo + r * n, centre, scale, gamma, go, beta, bo, y, yo + r * n);
                inverse[io + r] = scale;
            }
        }
    }

    private static void sums(float[] x, int a, int b, int c, int d, int from, int end,
            float[] lanes) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int i = from; i < end; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(S, x, a + i));
            s1 = s1.add(FloatVector.fromArray(S, x, b + i));
            s2 = s2.add(FloatVector.fromArray(S, x, c + i));
            s3 = s3.add(FloatVector.fromArray(S, x, d + i));
        }
        s0.intoArray(lanes, from);
        s1.intoArray(lanes, LANES + from);
        s2.intoArray(lanes, 2 * LANES + from);
        s3.intoArray(lanes, 3 * LANES + from);
    }

    private static float restOfSum(float[] x, int xo, int from, int n, float[] lanes, int at) {
        for (int i = from; i < n; i++) {
            lanes[at + i - from] += x[xo + i];
        }
        return fold(lanes, at);
    }

    /** Sums of (x - mean)^2. */
    private static void squares(float[] x, int a, int b, int c, int d, float meanA, float meanB,
            float meanC, float meanD, int from, int end, float[] lanes) {
        FloatVector m0 = FloatVector.broadcast(S, meanA);
        FloatVector m1 = FloatVector.broadcast(S, meanB);
        FloatVector m2 = FloatVector.broadcast(S, meanC);
        FloatVector m3 = FloatVector.broadcast(S, meanD);
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int i = from; i < end; i += LANES) {
            FloatVector z0 = FloatVector.fromArray(S, x, a + i).sub(m0);
            FloatVector z1 = FloatVector.fromArray(S, x, b + i).sub(m1);
            FloatVector z2 = FloatVector.fromArray(S, x, c + i).sub(m2);
            FloatVector z3 = FloatVector.fromArray(S, x, d + i).sub(m3);
            s0 = z0.fma(z0, s0);
            s1 = z1.fma(z1, s1);
            s2 = z2.fma(z2, s2);
            s3 = z3.fma(z3, s3);
        }
        s0.intoArray(lanes, from);
        s1.intoArray(lanes, LANES + from);
        s2.intoArray(lanes, 2 * LANES + from);
        s3.intoArray(lanes, 3 * LANES + from);
    }

    private static float restOfSquares(float[] x, int xo, float mean, int from, int n,
            float[] lanes, int at) {
        for (int i = from; i < n; i++) {
            float z = x[xo + i] - mean;
            lanes[at + i - from] = fma(z, z, lanes[at + i - from]);
        }
        return fold(lanes, at);
    }

    /** y = fma(gamma, (x - mean) inverse, beta). */
    private static void normalise(int n, float[] x, int xo, float mean, float inverse,
            float[] gamma, int go, float[] beta, int bo, float[] y, int yo) {
        FloatVector centre = FloatVector.broadcast(S, mean);
        FloatVector scale = FloatVector.broadcast(S, inverse);
        int j = 0;
        for (; j + L <= n; j += L) {
            FloatVector.fromArray(S, x, xo + j).sub(centre).mul(scale)
                    .fma(FloatVector.fromArray(S, gamma, go + j),
                            FloatVector.fromArray(S, beta, bo + j))
                    .intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            y[yo + j] = fma(gamma[go + j], (x[xo + j] - mean) * inverse, beta[bo + j]);
        }
    }

    /** Two rows at a time; the last one takes the place of one that there is not. */
    static void backward(int rows, int n, float[] x, int xo, float[] gamma, int go, float[] mean,
            int mo, float[] inverse, int io, float[] dy, int dyo, float[] dx, int dxo,
            float[] dgamma, int dgo, float[] dbeta, int dbo) {
        float[] lanes = Scratch.mine().tile(4 * LANES);
        int whole = n & -LANES;
        for (int i = 0; i < rows; i += 2) {
            int next = Math.min(i + 1, rows - 1);
            for (int lane = 0; lane < LANES && dx != null; lane += L) {
                slopes(x, xo + i * n, xo + next * n, mean[mo + i], mean[mo + next],
                        inverse[io + i], inverse[io + next], gamma, go, dy, dyo + i * n,
                        dyo + next * n, lane, whole, lanes);
            }
            for (int r = i, at = 0; r <= next; r++, at += 2 * LANES) {
                float centre = mean[mo + r];
                float scale = inverse[io + r];
                int row = r * n;
                if (dgamma != null) {
                    scaleGradient(n, x, xo + row, centre, scale, dy, dyo + row, dgamma, dgo);
                }
                if (dbeta != null) {
                    VectorLoops.add(dy, dyo + row, dbeta, dbo, dbeta, dbo, n);
                }
                if (dx != null) {
                    restOfSlopes(n, x, xo + row, centre, scale, gamma, go, dy, dyo + row, whole,
                            lanes, at);
                    inputGradient(n, x, xo + row, centre, scale, gamma, go, dy, dyo + row,
                            fold(lanes, at) / n, fold(lanes, at + LANES) / n, dx, dxo + row);
                }
            }
        }
    }

    /** Sums of q = gamma dy, then of q z, for each of two rows. */
    private static void slopes(float[] x, int xa, int xb, float meanA, float meanB, float inverseA,
            float inverseB, float[] gamma, int go, float[] dy, int dya, int dyb, int from,
            int end, float[] lanes) {
        FloatVector ma = FloatVector.broadcast(S, meanA);
        FloatVector mb = FloatVector.broadcast(S, meanB);
        FloatVector ia = FloatVector.broadcast(S, inverseA);
        FloatVector ib = FloatVector.broadcast(S, inverseB);
        FloatVector sa = FloatVector.zero(S);
        FloatVector sb = FloatVector.zero(S);
        FloatVector ta = FloatVector.zero(S);
        FloatVector tb = FloatVector.zero(S);
        for (int i = from; i < end; i += LANES) {
            FloatVector g = FloatVector.fromArray(S, gamma, go + i);
            FloatVector qa = g.mul(FloatVector.fromArray(S, dy, dya + i));
            FloatVector qb = g.mul(FloatVector.fromArray(S, dy, dyb + i));
            sa = sa.add(qa);
            sb = sb.add(qb);
            ta = qa.fma(FloatVector.fromArray(S, x, xa + i).sub(ma).mul(ia), ta);
            tb = qb.fma(FloatVector.fromArray(S, x, xb + i).sub(mb).mul(ib), tb);
        }
        sa.intoArray(lanes, from);
        ta.intoArray(lanes, LANES + from);
        sb.intoArray(lanes, 2 * LANES + from);
        tb.intoArray(lanes, 3 * LANES + from);
    }

    private static void restOfSlopes(int n, float[] x, int xo, float mean, float inverse,
            float[] gamma, int go, float[] dy, int dyo, int from, float[] lanes, int at) {
        for (int i = from, lane = at; i < n; i++, lane++) {
            float q = gamma[go + i] * dy[dyo + i];
            lanes[lane] += q;
            lanes[LANES + lane] = fma(q, (x[xo + i] - mean) * inverse, lanes[LANES + lane]);
        }
    }

    /** dgamma = fma(dy, z, dgamma). */
    private static void scaleGradient(int n, float[] x, int xo, float mean, float inverse,
            float[] dy, int dyo, float[] dgamma, int dgo) {
        FloatVector centre = FloatVector.broadcast(S, mean);
        FloatVector scale = FloatVector.broadcast(S, inverse);
        int j = 0;
        for (; j + L <= n; j += L) {
            FloatVector.fromArray(S, x, xo + j).sub(centre).mul(scale)
                    .fma(FloatVector.fromArray(S, dy, dyo + j),
                            FloatVector.fromArray(S, dgamma, dgo + j))
                    .intoArray(dgamma, dgo + j);
        }
        for (; j < n; j++) {
            dgamma[dgo + j] = fma(dy[dyo + j], (x[xo + j] - mean) * inverse, dgamma[dgo + j]);
        }
    }

    /** dx = fma(inverse, fma(-slope, z, q) - average, dx). */
    private static void inputGradient(int n, float[] x, int xo, float mean, float inverse,
            float[] gamma, int go, float[] dy, int dyo, float average, float slope, float[] dx,
            int dxo) {
        FloatVector centre = FloatVector.broadcast(S, mean);
        FloatVector scale = FloatVector.broadcast(S, inverse);
        FloatVector minusSlope = FloatVector.broadcast(S, -slope);
        FloatVector level = FloatVector.broadcast(S, average);
        int j = 0;
        for (; j + L <= n; j += L) {
            FloatVector q = FloatVector.fromArray(S, gamma, go + j)
                    .mul(FloatVector.fromArray(S, dy, dyo + j));
            FloatVector.fromArray(S, x, xo + j).sub(centre).mul(scale).fma(minusSlope, q)
                    .sub(level).fma(scale, FloatVector.fromArray(S, dx, dxo + j))
                    .intoArray(dx, dxo + j);
        }
        for (; j < n; j++) {
            float q = gamma[go + j] * dy[dyo + j];
            float z = (x[xo + j] - mean) * inverse;
            dx[dxo + j] = fma(inverse, fma(-slope, z, q) - average, dx[dxo + j]);
        }
    }

    private static float fold(float[] s, int at) {
        return FloatMath.fold(s[at], s[at + 1], s[at + 2], s[at + 3], s[at + 4], s[at + 5],
                s[at + 6], s[at + 7], s[at + 8], s[at + 9], s[at + 10], s[at + 11], s[at + 12],
                s[at + 13], s[at + 14], s[at + 15]);
    }
}

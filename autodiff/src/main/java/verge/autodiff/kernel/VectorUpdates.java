package verge.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimisers of the vector twin; {@link Kernels} has the equations. Each variant is a loop of its
 * own, since vectors that meet behind a branch are boxed.
 */
@SuppressWarnings("serial")
final class VectorUpdates extends NotInlined {

    private static final VectorSpecies<Float> S = Lanes.S;
    private static final int L = Lanes.L;
    private static final FloatVector ZERO = FloatVector.zero(S);
    private static final FloatVector MINUS_ONE = FloatVector.broadcast(S, -1f);
    /** Elements that RMSProp's loops take together; their roots lie in a scratch. */
    private static final int BLOCK = 1024;

    private VectorUpdates() {}

    static void adam(float[] p, float[] g, float[] m, float[] v, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        int whole = n & -L;
        for (int from = 0; from < whole; from += BLOCK) {
            adam(p, g, m, v, from, Math.min(from + BLOCK, whole), stepSize, beta1, rest1, beta2,
                    rest2, rootCorrection2, epsilon, decay);
        }
        ScalarUpdates.adam(p, g, m, v, whole, n, stepSize, beta1, rest1, beta2, rest2,
                rootCorrection2, epsilon, decay);
    }

    /** In blocks, because what is called often is compiled early: a long loop would wait. */
    private static void adam(float[] p, float[] g, float[] m, float[] v, int from, int end,
            float stepSize, float beta1, float rest1, float beta2, float rest2,
            float rootCorrection2, float epsilon, float decay) {
        for (int i = from; i < end; i += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            FloatVector gradient = old.fma(FloatVector.broadcast(S, decay),
                    FloatVector.fromArray(S, g, i));
            FloatVector mean = FloatVector.fromArray(S, m, i)
                    .fma(FloatVector.broadcast(S, beta1), gradient.mul(rest1));
            FloatVector square = FloatVector.fromArray(S, v, i)
                    .fma(FloatVector.broadcast(S, beta2), gradient.mul(rest2).mul(gradient));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector denominator = square.sqrt().div(rootCorrection2).add(epsilon);
            old.sub(mean.mul(stepSize).div(denominator)).intoArray(p, i);
        }
    }

    static void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int n,
            float rate, float alpha, float rest, float epsilon, float momentum, float decay) {
        float[] d = Scratch.mine().row(BLOCK);
        int whole = n & -L;
        for (int from = 0; from < whole; from += BLOCK) {
            int end = Math.min(from + BLOCK, whole);
            average(p, g, v, from, end, alpha, rest, decay);
            if (mean == null) {
                roots(v, d, from, end, epsilon);
            } else {
                averageGradient(p, g, mean, from, end, alpha, rest, decay);
                centeredRoots(v, mean, d, from, end, epsilon);
            }
            if (buffer == null) {
                step(p, g, d, from, end, rate, decay);
            } else {
                stepWithMomentum(p, g, buffer, d, from, end, rate, momentum, decay);
            }
        }
        ScalarUpdates.rmsProp(p, g, v, mean, buffer, whole, n, rate, alpha, rest, epsilon,
                momentum, decay);
    }

    /** v = alpha v + rest g^2. */
    private static void average(float[] p, float[] g, float[] v, int from, int end, float alpha,
            float rest, float decay) {
        for (int i = from; i < end; i += L) {
            FloatVector gradient = FloatVector.fromArray(S, p, i)
                    .fma(FloatVector.broadcast(S, decay), FloatVector.fromArray(S, g, i));
            FloatVector.fromArray(S, v, i)
                    .fma(FloatVector.broadcast(S, alpha), gradient.mul(rest).mul(gradient))
                    .intoArray(v, i);
        }
    }

    /** mean = alpha mean + rest g. */
    private static void averageGradient(float[] p, float[] g, float[] mean, int from, int end,
            float alpha, float rest, float decay) {
        for (int i = from; i < end; i += L) {
            FloatVector gradient = FloatVector.fromArray(S, p, i)
                    .fma(FloatVector.broadcast(S, decay), FloatVector.fromArray(S, g, i));
            FloatVector.fromArray(S, mean, i)
                    .fma(FloatVector.broadcast(S, alpha), gradient.mul(rest)).intoArray(mean, i);
        }
    }

    /** d = sqrt(v) + epsilon. */
    private static void roots(float[] v, float[] d, int from, int end, float epsilon) {
        for (int i = from, j = 0; i < end; i += L, j += L) {
            FloatVector.fromArray(S, v, i).sqrt().add(epsilon).intoArray(d, j);
        }
    }

    /** d = sqrt(v - mean^2) + epsilon. */
    private static void centeredRoots(float[] v, float[] mean, float[] d, int from, int end,
            float epsilon) {
        for (int i = from, j = 0; i < end; i += L, j += L) {
            FloatVector average = FloatVector.fromArray(S, mean, i);
            average.mul(MINUS_ONE).fma(average, FloatVector.fromArray(S, v, i)).max(ZERO).sqrt()
                    .add(epsilon).intoArray(d, j);
        }
    }

    /** p -= rate g / d. */
    private static void step(float[] p, float[] g, float[] d, int from, int end, float rate,
            float decay) {
        for (int i = from, j = 0; i < end; i += L, j += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            old.fma(FloatVector.broadcast(S, decay), FloatVector.fromArray(S, g, i))
                    .div(FloatVector.fromArray(S, d, j))
                    .fma(FloatVector.broadcast(S, -rate), old).intoArray(p, i);
        }
    }

    /** buffer = momentum buffer + g / d; p -= rate buffer. */
    private static void stepWithMomentum(float[] p, float[] g, float[] buffer, float[] d,
            int from, int end, float rate, float momentum, float decay) {
        for (int i = from, j = 0; i < end; i += L, j += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            FloatVector step = old
                    .fma(FloatVector.broadcast(S, decay), FloatVector.fromArray(S, g, i))
                    .div(FloatVector.fromArray(S, d, j));
            FloatVector speed = FloatVector.fromArray(S, buffer, i)
                    .fma(FloatVector.broadcast(S, momentum), step);
            speed.intoArray(buffer, i);
            speed.fma(FloatVector.broadcast(S, -rate), old).intoArray(p, i);
        }
    }

    static void sgd(float[] p, float[] g, float[] buffer, int n, float rate, float momentum,
            float rest, boolean nesterov, float decay) {
        int whole = n & -L;
        if (buffer == null) {
            descend(p, g, whole, rate, decay);
        } else if (nesterov) {
            descendAhead(p, g, buffer, whole, rate, momentum, rest, decay);
        } else {
            descendWithMomentum(p, g, buffer, whole, rate, momentum, rest, decay);
        }
        ScalarUpdates.sgd(p, g, buffer, whole, n, rate, momentum, rest, nesterov, decay);
    }

    /** p -= rate g. */
    private static void descend(float[] p, float[] g, int n, float rate, float decay) {
        for (int i = 0; i < n; i += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            old.fma(FloatVector.broadcast(S, decay), FloatVector.fromArray(S, g, i))
                    .fma(FloatVector.broadcast(S, -rate), old).intoArray(p, i);
        }
    }

    /** buffer = momentum buffer + rest g; p -= rate buffer. */
    private static void descendWithMomentum(float[] p, float[] g, float[] buffer, int n,
            float rate, float momentum, float rest, float decay) {
        for (int i = 0; i < n; i += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            FloatVector gradient = old.fma(FloatVector.broadcast(S, decay),
                    FloatVector.fromArray(S, g, i));
            FloatVector speed = FloatVector.fromArray(S, buffer, i)
                    .fma(FloatVector.broadcast(S, momentum), gradient.mul(rest));
            speed.intoArray(buffer, i);
            speed.fma(FloatVector.broadcast(S, -rate), old).intoArray(p, i);
        }
    }

    /** buffer = momentum buffer + rest g; p -= rate (g + momentum buffer). */
    private static void descendAhead(float[] p, float[] g, float[] buffer, int n, float rate,
            float momentum, float rest, float decay) {
        for (int i = 0; i < n; i += L) {
            FloatVector old = FloatVector.fromArray(S, p, i);
            FloatVector gradient = old.fma(FloatVector.broadcast(S, decay),
                    FloatVector.fromArray(S, g, i));
            FloatVector speed = FloatVector.fromArray(S, buffer, i)
                    .fma(FloatVector.broadcast(S, momentum), gradient.mul(rest));
            speed.intoArray(buffer, i);
            speed.fma(FloatVector.broadcast(S, momentum), gradient)
                    .fma(FloatVector.broadcast(S, -rate), old).intoArray(p, i);
        }
    }
}

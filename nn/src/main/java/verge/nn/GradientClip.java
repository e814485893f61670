package verge.nn;

import verge.autodiff.Parameters;

/**
 * Clipping by the global norm of all gradients g [size] together (Pascanu et al. 2013, Algorithm 1):
 * g *= min(1, limit / (norm + 1e-6)), norm = sqrt(sum g^2). Allocates nothing.
 */
public final class GradientClip {

    private GradientClip() {}

    /**
     * Scales all gradients by min(1, limit / (norm + 1e-6)), the squares summed in double, in eight
     * sums side by side. Modifies the gradients. A NaN among them makes all NaN; an infinite norm makes
     * the finite 0.
     *
     * @return the norm before clipping
     */
    public static double byGlobalNorm(Parameters p, double limit) {
        float[] g = p.gradients();
        double norm = Math.sqrt(squares(g));
        double scale = limit / (norm + 1e-6);
        if (!(scale >= 1.0)) {                               // also where the norm is NaN
            float k = (float) scale;
            for (int i = 0; i < g.length; i++) {
                g[i] *= k;
            }
        }
        return norm;
    }

    /** Eight sums side by side: a single one would wait for every addition. */
    private static double squares(float[] g) {
        double s0 = 0.0;
        double s1 = 0.0;
        double s2 = 0.0;
        double s3 = 0.0;
        double s4 = 0.0;
        double s5 = 0.0;
        double s6 = 0.0;
        double s7 = 0.0;
        int i = 0;
        for (; i + 8 <= g.length; i += 8) {
            s0 += (double) g[i] * g[i];
            s1 += (double) g[i + 1] * g[i + 1];
            s2 += (double) g[i + 2] * g[i + 2];
            s3 += (double) g[i + 3] * g[i + 3];
            s4 += (double) g[i + 4] * g[i + 4];
            s5 += (double) g[i + 5] * g[i + 5];
            s6 += (double) g[i + 6] * g[i + 6];
            s7 += (double) g[i + 7] * g[i + 7];
        }
        for (; i < g.length; i++) {
            s0 += (double) g[i] * g[i];
        }
        return (s0 + s4 + (s2 + s6)) + (s1 + s5 + (s3 + s7));
    }
}

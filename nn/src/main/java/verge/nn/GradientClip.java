package verge.nn;

import verge.autodiff.Parameters;

/**
 * Clipping by the global norm of all gradients g [size] together (Pascanu et al. 2013, Algorithm 1):
 * g *= min(1, limit / (norm + 1e-6)), norm = sqrt(sum g^2). Allocates nothing.
 */
public final class GradientClip {

    private GradientClip() {}

    /**
     * Scales all gradients by min(1, limit / (norm + 1e-6)), the norm summed in double, in order.
     * Modifies the gradients. A NaN among them makes all NaN; an infinite norm makes the finite 0.
     *
     * @return the norm before clipping
     */
    public static double byGlobalNorm(Parameters p, double limit) {
        float[] g = p.gradients();
        double squares = 0.0;
        for (float v : g) {
            squares += (double) v * v;
        }
        double norm = Math.sqrt(squares);
        double scale = limit / (norm + 1e-6);
        if (!(scale >= 1.0)) {                               // also where the norm is NaN
            float k = (float) scale;
            for (int i = 0; i < g.length; i++) {
                g[i] *= k;
            }
        }
        return norm;
    }
}

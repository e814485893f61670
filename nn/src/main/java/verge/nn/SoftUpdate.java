package verge.nn;

import verge.autodiff.Parameters;
import verge.autodiff.kernel.Kernels;

/**
 * Target parameters [size] that follow the online ones slowly (Lillicrap et al. 2016, Algorithm 1):
 * target = tau online + (1 - tau) target.
 */
public final class SoftUpdate {

    private SoftUpdate() {}

    /**
     * target = tau online + (1 - tau) target, over all values. Modifies target, allocates nothing.
     *
     * @throws IllegalArgumentException if the two are not of one size or tau is not in [0, 1]
     */
    public static void apply(Parameters target, Parameters online, double tau) {
        if (target.size() != online.size() || !(tau >= 0.0 && tau <= 1.0)) {
            throw new IllegalArgumentException(target.size() + " and " + online.size()
                    + " parameters: expected equal sizes, and tau in [0, 1]");
        }
        Kernels.active().blend((float) tau, online.values(), 0, (float) (1.0 - tau),
                target.values(), 0, target.size());
        target.changed();
    }
}

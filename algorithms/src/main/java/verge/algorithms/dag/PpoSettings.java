package verge.algorithms.dag;

/**
 * The inner objective and its optimiser (MRLCO, Eqs. 16-20).
 *
 * @param rate learning rate alpha of Adam
 * @param gamma discount factor
 * @param lambda discount of the advantage estimator
 * @param clip clipping constant epsilon
 * @param valueCoefficient c1
 * @param entropyCoefficient weight of the entropy bonus, 0 in the paper
 * @param valueClipped whether the value loss is the published code's clipped one
 * @param groupBaseline whether advantages are taken against the other trajectories of the same
 *     graph instead of the value function
 * @param steps gradient steps m on one set of trajectories
 * @param trajectories plans sampled per graph
 * @param gradientNorm limit of the global gradient norm; 0 for none
 */
public record PpoSettings(double rate, double gamma, double lambda, double clip,
        double valueCoefficient, double entropyCoefficient, boolean valueClipped,
        boolean groupBaseline, int steps, int trajectories, double gradientNorm) {

    /** Epsilon of every Adam over task graphs. */
    public static final double ADAM_EPSILON = 1e-8;

    /** Checks the ranges. */
    public PpoSettings {
        require(rate > 0, "inner-rate", rate);
        require(gamma >= 0 && gamma <= 1, "gamma", gamma);
        require(lambda >= 0 && lambda <= 1, "lambda", lambda);
        require(clip > 0, "clip", clip);
        require(valueCoefficient >= 0, "value-coefficient", valueCoefficient);
        require(entropyCoefficient >= 0, "entropy-coefficient", entropyCoefficient);
        require(steps > 0, "inner-steps", steps);
        require(trajectories > 0 && trajectories <= 1000, "trajectories", trajectories);
        require(gradientNorm >= 0, "gradient-norm", gradientNorm);
    }

    private static void require(boolean fits, String name, Object value) {
        if (!fits) {
            throw new IllegalArgumentException(name + " " + value + " is out of range");
        }
    }
}

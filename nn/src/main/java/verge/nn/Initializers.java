package verge.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.Matrices;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;

/**
 * Initial values of weights w [inputs, outputs]: uniform within +-sqrt(6 / (inputs + outputs)) or normal
 * of variance 2 / (inputs + outputs) (Glorot and Bengio 2010), orthogonal (Saxe et al. 2014), uniform
 * within a bound, constant. Every method overwrites the values of one slot of p; only
 * {@link #orthogonal} allocates. Numbers are drawn row by row, so that one generator gives one result.
 */
public final class Initializers {

    private Initializers() {}

    /** U(-a, a) with a = sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010, Eq. 16). */
    public static void glorotUniform(Parameters p, Slot w, RandomGenerator random) {
        glorotUniform(p, w, 1f, random);
    }

    /** As the other, times gain. */
    public static void glorotUniform(Parameters p, Slot w, float gain, RandomGenerator random) {
        uniform(p, w, gain * (float) Math.sqrt(6.0 / (w.rows() + w.cols())), random);
    }

    /** Normal numbers of variance 2 gain^2 / (inputs + outputs) (Glorot and Bengio 2010). */
    public static void glorotNormal(Parameters p, Slot w, float gain, RandomGenerator random) {
        double deviation = gain * Math.sqrt(2.0 / (w.rows() + w.cols()));
        for (int i = 0; i < w.size(); i++) {
            p.values()[w.offset() + i] = (float) (deviation * random.nextGaussian());
        }
        p.changed();
    }

    /** U(-bound, bound). */
    public static void uniform(Parameters p, Slot w, float bound, RandomGenerator random) {
        for (int i = 0; i < w.size(); i++) {
            p.values()[w.offset() + i] = (2f * random.nextFloat() - 1f) * bound;
        }
        p.changed();
    }

    /**
     * Orthogonal rows or columns times gain (Saxe et al. 2014): the factor of a Gaussian matrix.
     * A weight with several gate blocks of width {@code block} gets one factor for each block, and
     * numbers are drawn block after block.
     *
     * @param w [inputs, a multiple of block]
     */
    public static void orthogonal(Parameters p, Slot w, int block, double gain,
            RandomGenerator random) {
        double[] gaussian = new double[w.rows() * block];
        for (int from = 0; from < w.cols(); from += block) {
            for (int i = 0; i < gaussian.length; i++) {
                gaussian[i] = random.nextGaussian();
            }
            double[] q = Matrices.orthogonal(gaussian, w.rows(), block, gain);
            for (int i = 0; i < w.rows(); i++) {
                for (int j = 0; j < block; j++) {
                    p.values()[w.offset() + i * w.cols() + from + j] = (float) q[i * block + j];
                }
            }
        }
        p.changed();
    }

    /** The same value everywhere. */
    public static void constant(Parameters p, Slot slot, float value) {
        Arrays.fill(p.values(), slot.offset(), slot.offset() + slot.size(), value);
        p.changed();
    }
}

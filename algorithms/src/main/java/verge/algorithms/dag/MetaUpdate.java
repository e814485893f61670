package verge.algorithms.dag;

import verge.autodiff.Parameters;
import verge.nn.Adam;

/** How the meta policy follows the adapted ones: first-order, g = (theta' - theta) / alpha / m. */
public enum MetaUpdate {

    /** One Adam step on the mean of g over the tasks (MRLCO, Eq. 22 and Algorithm 1, line 12). */
    ADAM_MEAN,

    /** One Adam step on the g of each task in turn, as the published code of MRLCO does. */
    ADAM_EACH,

    /** theta += beta times the mean of g. */
    ASCENT;

    /**
     * Moves theta towards the adapted parameters.
     *
     * @param theta the meta policy; values modified, gradients overwritten
     * @param adapted values of theta'_i, each of theta's size
     * @param adam the outer optimiser, modified unless this is {@link #ASCENT}
     * @param beta the outer rate, used by {@link #ASCENT}; Adam brings its own
     * @param scale alpha m
     */
    public void apply(Parameters theta, float[][] adapted, Adam adam, double beta, double scale) {
        if (this == ADAM_EACH) {
            float[] start = theta.values().clone();
            for (float[] one : adapted) {
                theta.zeroGradients();
                add(theta.gradients(), start, one, 1.0 / scale);
                adam.step(theta);
            }
            return;
        }
        theta.zeroGradients();
        for (float[] one : adapted) {
            add(theta.gradients(), theta.values(), one, 1.0 / (scale * adapted.length));
        }
        if (this == ADAM_MEAN) {
            adam.step(theta);
        } else {
            for (int i = 0; i < theta.size(); i++) {
                theta.values()[i] -= (float) beta * theta.gradients()[i];
            }
            theta.changed();
        }
    }

    /** Adds -(theta' - theta) scale: the optimiser descends where the paper ascends. */
    private static void add(float[] gradients, float[] theta, float[] adapted, double scale) {
        float k = (float) scale;
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] -= (adapted[i] - theta[i]) * k;
        }
    }
}

package verge.lab.selftest;

import java.util.ArrayList;
import java.util.List;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;

/**
 * Trains one case as a method with several learners does: each starts from common parameters and
 * trains on its own, then the common ones move to the mean of theirs, in the order of the learners.
 */
final class LayerTraining {
    /** Learners, which may be on as many threads. */
    static final int LEARNERS = 3;
    /** Times that the learners start. */
    static final int ROUNDS = 2;

    private final Parameters common;
    private final List<Learner> learners = new ArrayList<>();
    private final BitDigest digest = new BitDigest();

    LayerTraining(String name, LayerCase layer) {
        Learner first = new Learner(name, layer);
        first.initialise();
        common = first.parameters();
        for (int i = 0; i < LEARNERS; i++) {
            learners.add(new Learner(name + " " + i, layer));
        }
    }

    /** Trains a learner from the common parameters, which this only reads. */
    String train(int learner, boolean brief) {
        return learners.get(learner).train(common, brief);
    }

    /** Ends a round: what the learners' {@link #train} returned, by number. */
    void gather(List<String> trained) {
        trained.forEach(digest::add);
        float[] theta = common.values();
        for (int i = 0; i < theta.length; i++) {
            float sum = 0f;
            for (Learner learner : learners) {
                sum += learner.parameters().values()[i];
            }
            theta[i] = sum / LEARNERS;
        }
        common.changed();
        digest.add(theta);
    }

    /** The digest of everything so far, once. */
    String digest() {
        return digest.hex();
    }
}

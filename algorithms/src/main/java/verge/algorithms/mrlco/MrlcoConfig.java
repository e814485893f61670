package verge.algorithms.mrlco;

import verge.algorithms.dag.AttentionKind;
import verge.algorithms.dag.MetaUpdate;
import verge.algorithms.dag.NetworkShape;
import verge.algorithms.dag.PpoSettings;
import verge.algorithms.dag.RewardScale;
import verge.algorithms.dag.TaskEmbedding;

/**
 * The hyper-parameters of MRLCO, Table 2 of the paper and what it leaves to the text.
 *
 * @param profile which choices these began as
 * @param embedding what the encoder sees of a task
 * @param rewardScale what the increase of the latency is divided by
 * @param inputUnits linear layer before the encoder, 0 for none
 * @param layers encoder and decoder layers
 * @param hidden encoder hidden units per layer and direction
 * @param layerNorm layer normalisation in the cells
 * @param bidirectional whether the encoder also runs backwards
 * @param attention how the decoder looks at the encoder's outputs
 * @param resourceState whether the decoder sees the state of the resources
 * @param valueFromLogits the published code's value head
 * @param forgetBias initial bias of the forget gates
 * @param innerRate learning rate alpha
 * @param outerRate learning rate beta
 * @param gamma discount factor
 * @param lambda advantage discount factor
 * @param valueCoefficient loss coefficient c1
 * @param entropyCoefficient weight of the entropy bonus
 * @param clip clipping constant epsilon
 * @param valueClipped the published code's value loss
 * @param groupBaseline advantages against the other plans of the same graph
 * @param innerSteps gradient steps m
 * @param trajectories plans sampled per graph
 * @param gradientNorm limit of the gradient norm, 0 for none
 * @param metaUpdate the outer step
 * @param metaBatch learning tasks per iteration
 * @param graphsPerTask graphs drawn from a learning task per iteration, 0 for all
 */
public record MrlcoConfig(Profile profile, TaskEmbedding embedding, RewardScale rewardScale,
        int inputUnits, int layers, int hidden, boolean layerNorm, boolean bidirectional,
        AttentionKind attention, boolean resourceState, boolean valueFromLogits,
        double forgetBias, double innerRate, double outerRate, double gamma, double lambda,
        double valueCoefficient, double entropyCoefficient, double clip, boolean valueClipped,
        boolean groupBaseline, int innerSteps, int trajectories, double gradientNorm,
        MetaUpdate metaUpdate, int metaBatch, int graphsPerTask) {

    /** Where a set of choices comes from. */
    public enum Profile {
        /** The paper. */
        PAPER,
        /** The code published with it. */
        RELEASED,
        /** What measured best here. */
        VERGE
    }

    /** Checks the ranges that the parts do not check themselves. */
    public MrlcoConfig {
        if (metaBatch < 1 || graphsPerTask < 0 || !(outerRate > 0)) {
            throw new IllegalArgumentException("meta-batch " + metaBatch + ", graphs-per-task "
                    + graphsPerTask + ", outer-rate: expected at least 1, at least 0, positive");
        }
    }

    /** The paper's choices (Table 2 and section 5). */
    public static MrlcoConfig paper() {
        return new MrlcoConfig(Profile.PAPER, TaskEmbedding.PAPER, RewardScale.PAPER, 0, 2, 256, true,
                false, AttentionKind.ADDITIVE, false, false, 1.0, 5e-4, 5e-4, 0.99, 0.95, 0.5,
                0.0, 0.2, false, false, 3, 20, 0.0, MetaUpdate.ADAM_MEAN, 10, 0);
    }

    /** The published code's choices. */
    public static MrlcoConfig released() {
        return new MrlcoConfig(Profile.RELEASED, TaskEmbedding.RELEASED, RewardScale.RELEASED, 128,
                2, 128, false, false, AttentionKind.MULTIPLICATIVE, false, true, 1.0, 5e-4, 5e-4,
                0.99, 0.95, 0.5, 0.0, 0.3, true, false, 1, 10, 0.0, MetaUpdate.ADAM_EACH, 10, 0);
    }

    /** The paper's method with the choices that measured best; see the package documentation. */
    public static MrlcoConfig verge() {
        return new MrlcoConfig(Profile.VERGE, TaskEmbedding.VERGE, RewardScale.VERGE, 0, 1, 32,
                false, true, AttentionKind.NONE, true, false, 1.0, 1e-3, 3e-3, 1.0, 0.95, 0.0,
                0.01, 0.2, false, true, 3, 20, 1.0, MetaUpdate.ADAM_MEAN, 4, 10);
    }

    /** Returns the choices of a profile. */
    public static MrlcoConfig of(Profile profile) {
        return switch (profile) {
            case PAPER -> paper();
            case RELEASED -> released();
            case VERGE -> verge();
        };
    }

    /** The same choices for a network of another size and with other amounts of sampling. */
    public MrlcoConfig scaled(int inputUnits, int hidden, int trajectories, int metaBatch,
            int graphsPerTask) {
        return new MrlcoConfig(profile, embedding, rewardScale, inputUnits, layers, hidden,
                layerNorm, bidirectional, attention, resourceState, valueFromLogits, forgetBias,
                innerRate, outerRate, gamma, lambda, valueCoefficient, entropyCoefficient, clip,
                valueClipped, groupBaseline, innerSteps, trajectories, gradientNorm, metaUpdate,
                metaBatch, graphsPerTask);
    }

    /** The network's shape. */
    public NetworkShape network() {
        return new NetworkShape(embedding, inputUnits, layers, hidden, layerNorm, bidirectional,
                attention, resourceState, valueFromLogits, forgetBias);
    }

    /** The inner objective and its optimiser. */
    public PpoSettings ppo() {
        return new PpoSettings(innerRate, gamma, lambda, clip, valueCoefficient,
                entropyCoefficient, valueClipped, groupBaseline, innerSteps, trajectories,
                gradientNorm);
    }
}

package verge.algorithms.dag;

/**
 * The hyper-parameters of a learner over task graphs: one component per row of the papers' tables
 * (MRLCO, Table 2; MRLATO, Table I), and one per choice that they leave to the text. Each method has
 * its values in its own package, so that two methods differ by what their papers changed.
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
 * @param heads heads of multi-head attention, 1 for other kinds
 * @param resourceState whether the decoder sees the state of the resources
 * @param valueFromLogits the published code's value head
 * @param forgetBias initial bias of the forget gates
 * @param innerRate learning rate alpha
 * @param outerRate learning rate beta
 * @param rateHalving iterations after which the rate of the training, beta or the baseline's alpha, is
 *     half of what it was: rate / (1 + k / rateHalving); 0 for a constant rate
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
public record LearnerConfig(Profile profile, TaskEmbedding embedding, RewardScale rewardScale,
        int inputUnits, int layers, int hidden, boolean layerNorm, boolean bidirectional,
        AttentionKind attention, int heads, boolean resourceState, boolean valueFromLogits,
        double forgetBias, double innerRate, double outerRate, int rateHalving, double gamma,
        double lambda, double valueCoefficient, double entropyCoefficient, double clip,
        boolean valueClipped, boolean groupBaseline, int innerSteps, int trajectories, double gradientNorm,
        MetaUpdate metaUpdate, int metaBatch, int graphsPerTask) {

    /** Checks the ranges that the parts do not check themselves. */
    public LearnerConfig {
        if (metaBatch < 1 || graphsPerTask < 0 || rateHalving < 0 || !(outerRate > 0)) {
            throw new IllegalArgumentException("meta-batch " + metaBatch + ", graphs-per-task "
                    + graphsPerTask + ", rate-halving " + rateHalving + ", outer-rate: expected at"
                    + " least 1, at least 0, at least 0, positive");
        }
    }

    /** The same choices for a network of another size and with other amounts of sampling. */
    public LearnerConfig scaled(int inputUnits, int hidden, int trajectories, int metaBatch,
            int graphsPerTask) {
        return new LearnerConfig(profile, embedding, rewardScale, inputUnits, layers, hidden,
                layerNorm, bidirectional, attention, heads, resourceState, valueFromLogits, forgetBias,
                innerRate, outerRate, rateHalving, gamma, lambda, valueCoefficient,
                entropyCoefficient, clip, valueClipped, groupBaseline, innerSteps, trajectories,
                gradientNorm, metaUpdate, metaBatch, graphsPerTask);
    }

    /** What a rate of the training has become in iteration k, from 0. */
    public double decayed(double rate, int k) {
        return rateHalving == 0 ? rate : rate / (1.0 + (double) k / rateHalving);
    }

    /** The network's shape. */
    public NetworkShape network() {
        return new NetworkShape(embedding, inputUnits, layers, hidden, layerNorm, bidirectional,
                attention, heads, resourceState, valueFromLogits, forgetBias);
    }

    /** The inner objective and its optimiser. */
    public PpoSettings ppo() {
        return new PpoSettings(innerRate, gamma, lambda, clip, valueCoefficient,
                entropyCoefficient, valueClipped, groupBaseline, innerSteps, trajectories,
                gradientNorm);
    }
}

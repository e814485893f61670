package verge.algorithms.dag;

/**
 * How the several plans of a graph are found of which the best, by the simulator, is taken. What a
 * policy reaches with a single plan is measured by independent samples whatever is chosen here.
 */
public enum Decoding {
    /** Independent samples, as the papers draw them: once a policy is sure, all of them are alike. */
    SAMPLED,
    /** Samples without replacement: as many different plans, those that are likelier first. */
    DISTINCT,
    /** The plans that beam search finds; nothing is random. */
    BEAM
}

package verge.algorithms.dag;

/** Where a set of hyper-parameters comes from. */
public enum Profile {
    /** The paper. */
    PAPER,
    /** The code published with it. */
    RELEASED,
    /** What measured best here. */
    VERGE
}

package verge.algorithms.dag;

/** How the decoder attends to the encoder's outputs. */
public enum AttentionKind {
    /** Additive score on the last decoder output; the context is an input (MRLCO, Eqs. 13-15). */
    ADDITIVE,
    /**
     * Multiplicative score on the new decoder output; W (context | output) goes to the heads and
     * into the next input (Luong et al. 2015, without its tanh), as in the published code.
     */
    MULTIPLICATIVE,
    /**
     * Scaled dot products in several heads, the query being the last decoder output; the context is
     * an input (MRLATO, Eqs. 17-22).
     */
    MULTI_HEAD,
    /** None: the decoder relies on its state and, if given, on the resource state. */
    NONE
}

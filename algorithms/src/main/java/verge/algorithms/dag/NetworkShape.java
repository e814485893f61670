package verge.algorithms.dag;

/**
 * The shape of an {@link OffloadingNetwork}.
 *
 * @param embedding what the encoder sees of a task
 * @param inputUnits width of a linear layer before the encoder, 0 for none
 * @param layers LSTM layers of the encoder and of the decoder
 * @param hidden LSTM units of the encoder per layer and direction
 * @param layerNorm whether the cells are layer-normalised
 * @param bidirectional whether the encoder also runs backwards; the decoder then has twice the units
 * @param attention how the decoder looks back at the encoder
 * @param resourceState whether the decoder also sees the state of the resources and the encoder's
 *     output for the task to decide
 * @param valueFromLogits whether the value is sum(pi q) with q linear in the logits, as in the
 *     published code, or linear in the decoder's output, as in the paper
 * @param forgetBias initial bias of the forget gates
 */
public record NetworkShape(TaskEmbedding embedding, int inputUnits, int layers, int hidden,
        boolean layerNorm, boolean bidirectional, AttentionKind attention, boolean resourceState,
        boolean valueFromLogits, double forgetBias) {

    /** Checks the ranges. */
    public NetworkShape {
        if (layers < 1 || hidden < 1 || inputUnits < 0) {
            throw new IllegalArgumentException("layers " + layers + ", hidden " + hidden
                    + ", input-units " + inputUnits + ": expected at least 1, 1 and 0");
        }
    }

    /** Returns the decoder's units per layer. */
    public int decoderHidden() {
        return bidirectional ? 2 * hidden : hidden;
    }
}

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
 * @param heads heads of multi-head attention, which divide the decoder's units; 1 for other kinds
 * @param resourceState whether the decoder also sees the state of the resources and the encoder's
 *     output for the task to decide
 * @param valueFromLogits whether the value is sum(pi q) with q linear in the logits, as in the
 *     published code, or linear in the decoder's output, as in the paper
 * @param forgetBias initial bias of the forget gates
 */
public record NetworkShape(TaskEmbedding embedding, int inputUnits, int layers, int hidden,
        boolean layerNorm, boolean bidirectional, AttentionKind attention, int heads,
        boolean resourceState, boolean valueFromLogits, double forgetBias) {

    /** Layers at most. */
    public static final int MOST_LAYERS = 16;
    /** Hidden or input units at most; with the layers this keeps the parameters in one array. */
    public static final int MOST_UNITS = 1024;

    /** Checks the ranges. */
    public NetworkShape {
        require(layers >= 1 && layers <= MOST_LAYERS, "layers", "1 to " + MOST_LAYERS);
        require(hidden >= 1 && hidden <= MOST_UNITS, "hidden", "1 to " + MOST_UNITS);
        int units = bidirectional ? 2 * hidden : hidden;
        require(attention == AttentionKind.MULTI_HEAD ? heads >= 1 && units % heads == 0
                : heads == 1, "heads", attention == AttentionKind.MULTI_HEAD
                ? "a divisor of the decoder's " + units + " units" : "1 without such attention");
        require(inputUnits >= 0 && inputUnits <= MOST_UNITS, "input-units", "0 to " + MOST_UNITS);
    }

    private static void require(boolean fits, String name, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(name + " must be " + expected);
        }
    }

    /** Returns the decoder's units per layer. */
    public int decoderHidden() {
        return bidirectional ? 2 * hidden : hidden;
    }
}

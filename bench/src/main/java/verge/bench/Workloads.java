package verge.bench;

/** The workloads by name. */
final class Workloads {

    private Workloads() {}

    /**
     * Makes a workload from its name and sizes: {@code lstm:128:20:1} is hidden units, time steps
     * and batch; {@code dueling:4}, {@code transformer:20}, {@code seq2seq:100} and
     * {@code additive:100} the batch, {@code graph:18} the number of nodes; {@code -decision}
     * instead of sizes stands for one pass at batch 1.
     */
    static Workload of(String name) {
        String[] words = name.split(":");
        return switch (words[0]) {
            case "lstm" -> new LstmTraining(size(words, 1), size(words, 2), size(words, 3));
            case "lstm-gradients" -> gradients(
                    new LstmTraining(size(words, 1), size(words, 2), size(words, 3)));
            case "hand" -> new HandWrittenLstm(size(words, 1), size(words, 2), size(words, 3));
            case "dueling" -> new DuelingTraining(size(words, 1), true);
            case "dueling-decision" -> new DuelingTraining(1, false);
            case "graph" -> new GraphTraining(size(words, 1), true);
            case "graph-decision" -> new GraphTraining(size(words, 1), false);
            case "transformer" -> new TransformerTraining(size(words, 1), true);
            case "transformer-decision" -> new TransformerTraining(1, false);
            case "seq2seq" -> new Seq2SeqTraining(size(words, 1), true, true);
            case "seq2seq-decision" -> new Seq2SeqTraining(1, true, false);
            case "additive" -> new Seq2SeqTraining(size(words, 1), false, true);
            case "additive-decision" -> new Seq2SeqTraining(1, false, false);
            default -> throw new IllegalArgumentException(name + ": no such workload");
        };
    }

    private static int size(String[] words, int at) {
        return Integer.parseInt(words[at]);
    }

    private static Workload gradients(LstmTraining training) {
        return new Workload() {
            @Override
            public float run() {
                return training.gradients();
            }

            @Override
            public double operations() {
                return training.operations();
            }
        };
    }
}

package verge;

import java.nio.file.Path;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Categorical;
import verge.nn.DuelingHead;
import verge.nn.LstmCell;
import verge.nn.SafetensorsFile;

/** Where a device's next task is to run: a dueling Q-network over its last ten observations. */
public final class DecisionExample {
    static final int SLOTS = 10;
    static final int FEATURES = 8;
    final ParameterTable table = new ParameterTable();
    final LstmCell lstm = new LstmCell(table, "lstm", FEATURES, 20, LstmCell.Normalisation.NONE, 0f);
    final DuelingHead head = new DuelingHead(table, "head", 20, 4);
    final Parameters theta = new Parameters(table);
    private final Tape tape = Tape.forInference();
    private final Tensor[] outputs = new Tensor[SLOTS + 1];

    int decide(float[] histories, int from) {
        tape.reset();
        Tensor x = tape.constant(histories, from, SLOTS, FEATURES);     // [SLOTS, FEATURES]
        lstm.sequence(theta, x, 1, outputs);                            // each [1, 20]
        return Categorical.mode(head.apply(theta, outputs[SLOTS - 1]), 0);
    }

    public static void main(String[] args) {
        DecisionExample policy = new DecisionExample();
        SafetensorsFile.read(Path.of(args[0])).parameters("", policy.theta);
        float[] histories = SafetensorsFile.read(Path.of(args[1])).floats("histories");
        for (int from = 0; from < histories.length; from += SLOTS * FEATURES) {
            System.out.println(policy.decide(histories, from));
        }
    }
}

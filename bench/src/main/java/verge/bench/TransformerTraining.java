package verge.bench;

import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Activation;
import verge.nn.Adam;
import verge.nn.LayerNorm;
import verge.nn.Linear;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;
import verge.nn.TransformerEncoderLayer;

/**
 * Two layers of a transformer's encoder, 64 wide with 4 heads and 128 units between, over sequences
 * of 20 with 16 features and 2 outputs each. One step of Adam on the squared error, or one pass.
 */
final class TransformerTraining implements Workload {

    private static final int STEPS = 20;
    private static final int FEATURES = 16;
    private static final int WIDTH = 64;
    private static final int INNER = 128;
    private static final int OUTPUTS = 2;

    private final int batch;
    private final boolean training;
    private final ParameterTable table = new ParameterTable();
    private final Linear embedding = new Linear(table, "embedding", FEATURES, WIDTH, true);
    private final TransformerEncoderLayer first = layer("first");
    private final TransformerEncoderLayer second = layer("second");
    private final Linear head = new Linear(table, "head", WIDTH, OUTPUTS, true);
    private final Parameters p = new Parameters(table);
    private final Adam adam = new Adam(p.size(), 1e-3, 1e-8);
    private final Tape tape = new Tape();
    private final Tape inference = Tape.forInference();
    private final float[] input;
    private final float[] target;

    TransformerTraining(int batch, boolean training) {
        this.batch = batch;
        this.training = training;
        Workload.initialise(p);
        input = Workload.normal(STEPS * batch * FEATURES, 2);
        target = Workload.normal(STEPS * batch * OUTPUTS, 3);
    }

    private TransformerEncoderLayer layer(String name) {
        return new TransformerEncoderLayer(table, name, WIDTH, 4, INNER, Activation.RELU, false,
                LayerNorm.EPSILON);
    }

    private Tensor values(Tape on) {
        Tensor x = embedding.apply(p, on.constant(input, 0, STEPS * batch, FEATURES));
        x = first.apply(p, x, batch, null);                                // [rows, width]
        x = second.apply(p, x, batch, null);                               // [rows, width]
        return head.apply(p, x);                                           // [rows, outputs]
    }

    @Override
    public float run() {
        if (!training) {
            inference.reset();
            return values(inference).get(0, 0);
        }
        tape.reset();
        p.zeroGradients();
        Tensor loss = RegressionLoss.squared(values(tape),
                tape.constant(target, 0, STEPS * batch, OUTPUTS), null, Reduction.MEAN);
        tape.backward(loss);
        adam.step(p);
        return loss.scalar();
    }

    @Override
    public double operations() {
        double rows = STEPS * batch;
        double embed = 2.0 * rows * FEATURES * WIDTH;
        double layer = 2.0 * rows * WIDTH * (4 * WIDTH + 2 * INNER + 2 * STEPS);
        double rest = 2 * layer + 2.0 * rows * WIDTH * OUTPUTS;
        return training ? 2 * embed + 3 * rest : embed + rest;
    }
}

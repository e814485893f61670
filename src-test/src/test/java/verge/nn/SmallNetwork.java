package verge.nn;

import java.util.SplittableRandom;
import verge.autodiff.Functions;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.RegressionLoss.Reduction;

/**
 * One small network of many layers (graph attention, gated recurrent unit, transformer, long
 * short-term memory, dueling head), to be trained and to decide.
 */
public final class SmallNetwork {

    private static final int NODES = 6;
    private static final int STEPS = 4;
    private static final int ROWS = STEPS * NODES;
    private static final int WIDTH = 16;
    private static final int ACTIONS = 3;

    private final ParameterTable table = new ParameterTable();
    private final GraphAttention attention = new GraphAttention(table, "attention", 5, 0, 4,
            WIDTH / 4, 0.2f, true, false);
    private final GruCell gru = new GruCell(table, "gru", WIDTH, WIDTH);
    private final TransformerEncoderLayer transformer = new TransformerEncoderLayer(table,
            "transformer", WIDTH, 2, 20, Activation.RELU, false, LayerNorm.EPSILON);
    private final LstmCell lstm = new LstmCell(table, "lstm", WIDTH, 20, false);
    private final DuelingHead head = new DuelingHead(table, "head", 20, ACTIONS);
    private final Parameters p = new Parameters(table);
    private final Adam adam = new Adam(p.size(), 1e-3, 1e-8);
    private final Tape tape = new Tape();
    private final Tape inference = Tape.forInference();
    private final Tensor[] outputs = new Tensor[STEPS + 1];
    private final EdgeList edges = new EdgeList(ROWS, ROWS * ROWS);
    private final float[] input = new float[ROWS * 5];
    private final float[] target = new float[ROWS * ACTIONS];

    /** Makes the network, with numbers that are the same each time. */
    public SmallNetwork() {
        SplittableRandom random = new SplittableRandom(1);
        fill(p.values(), 0.1, random);
        p.changed();
        fill(input, 1.0, random);
        fill(target, 1.0, random);
        int[] sources = new int[ROWS];
        int[] destinations = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            sources[i] = (i + 1) % ROWS;
            destinations[i] = i;
        }
        edges.set(ROWS, ROWS, sources, destinations, 0, ROWS, true);
    }

    private static void fill(float[] x, double scale, SplittableRandom random) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (scale * random.nextGaussian());
        }
    }

    private Tensor values(Tape on) {
        Tensor x = on.constant(input, 0, ROWS, 5);
        Tensor seen = Functions.elu(attention.apply(p, x, null, edges, null), 1f);
        Tensor h = gru.step(p, seen, on.zeros(ROWS, WIDTH));               // [rows, width]
        h = transformer.apply(p, h, NODES, null);                          // [rows, width]
        Tensor zeros = on.zeros(NODES, 20);
        return head.apply(p, lstm.sequence(p, h, zeros, zeros, outputs));  // [rows, actions]
    }

    /** Makes n training steps. */
    public void train(int n) {
        for (int i = 0; i < n; i++) {
            tape.reset();
            p.zeroGradients();
            Tensor loss = RegressionLoss.squared(values(tape),
                    tape.constant(target, 0, ROWS, ACTIONS), null, Reduction.MEAN);
            tape.backward(loss);
            tape.checkGradients(p);
            GradientClip.byGlobalNorm(p, 1.0);
            adam.step(p);
        }
    }

    /** Makes n decisions. */
    public void decide(int n) {
        for (int i = 0; i < n; i++) {
            inference.reset();
            Categorical.mode(values(inference), ROWS - 1);
        }
    }
}

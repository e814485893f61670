package verge.nn;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.autodiff.kernel.Kernels;

/**
 * Trains a small recurrent policy and prints how many bytes each thousand steps allocated after
 * warm-up. A program of its own: with assertions on, or beside other tests, the figure means
 * nothing.
 */
public final class AllocationProbe {

    private static final int STEPS = 4;
    private static final int BATCH = 3;
    private static final int ROWS = STEPS * BATCH;
    private static final int INPUTS = 5;
    private static final int HIDDEN = 20;

    private final ParameterTable table = new ParameterTable();
    private final Linear embedding = new Linear(table, "e", INPUTS, HIDDEN, true);
    private final LstmCell cell;
    private final AttentionLayer attention;
    private final Linear head = new Linear(table, "l", 2 * HIDDEN, 3, true);
    private final Parameters p;
    private final Adam adam;
    private final Tape tape = new Tape();
    private final Tensor[] outputs = new Tensor[STEPS];
    private final float[] input = new float[ROWS * INPUTS];
    private final int[] actions = new int[ROWS];
    private final float[] old = new float[ROWS];
    private final float[] advantages = new float[ROWS];

    private AllocationProbe(boolean norm) {
        cell = new LstmCell(table, "c", HIDDEN, HIDDEN, norm);
        attention = norm ? new AdditiveAttention(table, "a", HIDDEN, HIDDEN, HIDDEN)
                : new MultiplicativeAttention(table, "a", HIDDEN, HIDDEN);
        p = new Parameters(table);
        adam = new Adam(p.size(), 1e-5, 1e-8);
        Random random = new Random(1);
        embedding.initialise(p, random);
        cell.initialise(p, 1f, random);
        attention.initialise(p, random);
        head.initialise(p, random);
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < ROWS; i++) {
            actions[i] = random.nextInt(3);
            old[i] = -1.1f;
            advantages[i] = (float) random.nextGaussian();
        }
    }

    private float step() {
        tape.reset();
        p.zeroGradients();
        Tensor x = tape.constant(input, 0, ROWS, INPUTS);
        Tensor projected = cell.project(p, embedding.apply(p, x).tanh()); // [rows, 4 hidden]
        Tensor h = tape.zeros(BATCH, HIDDEN);
        Tensor c = tape.zeros(BATCH, HIDDEN);
        for (int t = 0; t < STEPS; t++) {
            Tensor gates = cell.gates(p, projected.rows(t * BATCH, (t + 1) * BATCH), h);
            c = cell.memory(gates, c);
            h = cell.output(p, gates, c);
            outputs[t] = h;
        }
        Tensor all = tape.concatRows(outputs, STEPS);                     // [rows, hidden]
        Tensor keys = attention.keys(p, all);
        Tensor context = attention.context(p, all, keys, all, BATCH, BATCH);
        Tensor logits = head.apply(p, all.concat(context));               // [rows, 3]
        Tensor loss = Categorical.logProbability(logits, actions, 0)
                .ppoSurrogate(old, advantages, 0, 0.2f)
                .subtract(Categorical.entropy(logits).mean().scale(0.01f));
        tape.backward(loss);
        tape.checkGradients(p);
        GradientClip.byGlobalNorm(p, 0.5);
        adam.step(p);
        return loss.scalar();
    }

    /** Prints the kernels' name, then the bytes of each of five windows for both networks. */
    public static void main(String[] args) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        System.out.println(Kernels.active().name());
        for (boolean norm : new boolean[] {false, true}) {
            AllocationProbe probe = new AllocationProbe(norm);
            float loss = 0f;
            for (int i = 0; i < 10_000; i++) {
                loss = probe.step();
            }
            StringBuilder line = new StringBuilder();
            for (int window = 0; window < 5; window++) {
                int growths = probe.tape.growths();
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1000; i++) {
                    loss = probe.step();
                }
                line.append(threads.getCurrentThreadAllocatedBytes() - before).append(' ');
                if (probe.tape.growths() != growths || !Float.isFinite(loss)) {
                    throw new IllegalStateException("the probe did not train steadily");
                }
            }
            System.out.println(line.toString().trim());
        }
    }
}

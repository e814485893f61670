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
 * Trains an LSTM to tell which place had the least load over the last slots, from a fixed seed. A
 * program of its own, for a virtual machine whose collector frees nothing. Prints the kernels'
 * name, the loss over the first and the last steps, the bytes that were allocated by training, and
 * after which step none were any more.
 */
public final class EpsilonProbe {
    static final int TRAINING_STEPS = 6_000;
    private static final int AVERAGED = 200;
    private static final int SLOTS = 6;
    private static final int BATCH = 8;
    private static final int PLACES = 4;
    private static final int HIDDEN = 20;
    private static final int ROWS = SLOTS * BATCH;

    private final ParameterTable table = new ParameterTable();
    private final LstmCell lstm = new LstmCell(table, "lstm", PLACES, HIDDEN,
            LstmCell.Normalisation.NONE, 0f);
    private final Linear head = new Linear(table, "head", HIDDEN, PLACES, true);
    private final Parameters p = new Parameters(table);
    private final Adam adam = new Adam(p.size(), 3e-3, 1e-8);
    private final Tape tape = new Tape();
    private final Tensor[] outputs = new Tensor[SLOTS + 1];
    private final float[] loads = new float[ROWS * PLACES];
    private final int[] least = new int[BATCH];
    private final Random random = new Random(5);

    private EpsilonProbe() {
        lstm.initialise(p, 1f, random);
        head.initialise(p, random);
    }

    private void draw() {
        for (int i = 0; i < loads.length; i++) {
            loads[i] = random.nextFloat();
        }
        for (int b = 0; b < BATCH; b++) {
            float smallest = Float.POSITIVE_INFINITY;
            for (int place = 0; place < PLACES; place++) {
                float sum = 0f;
                for (int t = 0; t < SLOTS; t++) {
                    sum += loads[(t * BATCH + b) * PLACES + place];
                }
                if (sum < smallest) {
                    smallest = sum;
                    least[b] = place;
                }
            }
        }
    }

    private float step() {
        draw();
        tape.reset();
        p.zeroGradients();
        Tensor x = tape.constant(loads, 0, ROWS, PLACES);                  // [ROWS, PLACES]
        Tensor zeros = tape.zeros(BATCH, HIDDEN);                          // [BATCH, HIDDEN]
        lstm.sequence(p, x, zeros, zeros, outputs);                        // each [BATCH, HIDDEN]
        Tensor logits = head.apply(p, outputs[SLOTS - 1]);                 // [BATCH, PLACES]
        Tensor loss = Categorical.logProbability(logits, least, 0).mean().scale(-1f);
        tape.backward(loss);
        tape.checkGradients(p);
        GradientClip.byGlobalNorm(p, 1.0);
        adam.step(p);
        return loss.scalar();
    }

    /** Takes no arguments. */
    public static void main(String[] args) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EpsilonProbe probe = new EpsilonProbe();
        double first = 0;
        double last = 0;
        long start = threads.getCurrentThreadAllocatedBytes();
        long seen = start;
        int steady = 0;
        for (int step = 1; step <= TRAINING_STEPS; step++) {
            float loss = probe.step();
            first += step <= AVERAGED ? loss / AVERAGED : 0;
            last += step > TRAINING_STEPS - AVERAGED ? loss / AVERAGED : 0;
            long now = threads.getCurrentThreadAllocatedBytes();
            steady = now == seen ? steady : step;
            seen = now;
        }
        System.out.println(Kernels.active().name() + " " + first + " " + last + " "
                + (seen - start) + " " + steady);
    }
}

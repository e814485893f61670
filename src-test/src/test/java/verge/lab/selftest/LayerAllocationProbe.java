package verge.lab.selftest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Consumer;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.autodiff.kernel.Kernels;

/**
 * Trains a small network of each layer, loss and optimiser and prints how many bytes the steps
 * allocated once it was warm. A program of its own: with assertions on, or beside other tests, the
 * figures mean nothing.
 */
public final class LayerAllocationProbe {

    private static final int WINDOW = 100;
    private static final int QUIET_WINDOWS = 5;
    /** Time that compilers may take on a busy machine before a layer is taken to allocate. */
    private static final long MOST_NANOS = 20_000_000_000L;

    private final LayerCase.Network network;
    private final Parameters p;
    private final Consumer<Parameters> optimiser;
    private final Tape tape = new Tape();
    private final float[] input;
    private final float[] target;

    private LayerAllocationProbe(String name, LayerCase layer) {
        ParameterTable table = new ParameterTable();
        network = layer.maker().apply(table);
        p = new Parameters(table);
        optimiser = layer.optimiser().apply(p.size());
        FixedNumbers numbers = new FixedNumbers(name);
        network.start().accept(p, numbers.stream());
        input = numbers.ordinary(LayerCase.ROWS * LayerCase.INPUTS);
        target = numbers.ordinary(1024);
    }

    private void steps(int n) {
        for (int i = 0; i < n; i++) {
            tape.reset();
            p.zeroGradients();
            Tensor y = network.function().apply(p,
                    tape.constant(input, 0, LayerCase.ROWS, LayerCase.INPUTS));
            Tensor loss = y.subtract(tape.constant(target, 0, y.rows(), y.cols())).square()
                    .mean();                                               // [1, 1]
            tape.backward(loss);
            tape.checkGradients(p);
            optimiser.accept(p);
        }
    }

    /** Warms up until some windows in a row allocate nothing; then median of three runs. */
    private long bytes(ThreadMXBean threads, int steps) {
        int quiet = 0;
        long start = System.nanoTime();
        while (quiet < QUIET_WINDOWS && System.nanoTime() - start < MOST_NANOS) {
            long before = threads.getCurrentThreadAllocatedBytes();
            steps(WINDOW);
            quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
        }
        long[] runs = new long[3];
        for (int i = 0; i < runs.length; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            steps(steps);
            runs[i] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        Arrays.sort(runs);
        return runs[1];
    }

    /** Prints the kernels' name, then a line for each layer: its name, and bytes per {@code steps}. */
    public static void main(String[] args) {
        int steps = Integer.parseInt(args[0]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        System.out.println(Kernels.active().name());
        LayerCases.all().forEach((name, layer) -> System.out.println(name + " "
                + new LayerAllocationProbe(name, layer).bytes(threads, steps)));
    }
}

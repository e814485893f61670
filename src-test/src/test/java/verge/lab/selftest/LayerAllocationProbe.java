package verge.lab.selftest;

import java.util.function.Consumer;
import verge.AllocationMeter;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.autodiff.kernel.Kernels;
import verge.nn.SmallNetwork;

/**
 * Trains a small network of each layer, loss and optimiser, and one of many layers which also
 * decides, and prints how many bytes the steps allocated once they were warm.
 */
public final class LayerAllocationProbe {

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

    /** Prints the kernels' name, then a line for each layer: its name, and bytes per {@code steps}. */
    public static void main(String[] args) {
        int steps = Integer.parseInt(args[0]);
        long enough = Long.parseLong(args[1]);
        System.out.println(Kernels.active().name());
        Kernels.awaitWarm();
        LayerCases.all().forEach((name, layer) -> print(name,
                AllocationMeter.bytes(new LayerAllocationProbe(name, layer)::steps, steps, enough)));
        SmallNetwork network = new SmallNetwork();
        print("network-training", AllocationMeter.bytes(network::train, steps, enough));
        print("network-decisions", AllocationMeter.bytes(network::decide, steps, enough));
    }

    private static void print(String name, long bytes) {
        System.out.println(name + " " + bytes);
    }
}

package verge.lab.selftest;

import java.util.function.Consumer;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/** A copy of a case's network with data, optimiser and tape of its own: for one thread at a time. */
final class Learner {
    private static final int STEPS = 6;
    private static final int SHORT_STEPS = 1;

    private final LayerCase.Network network;
    private final Parameters p;
    private final Consumer<Parameters> optimiser;
    private final FixedNumbers numbers;
    private final Tape tape = new Tape();

    /** Its parameters are zero; the name says which data it sees. */
    Learner(String name, LayerCase layer) {
        ParameterTable table = new ParameterTable();
        network = layer.maker().apply(table);
        p = new Parameters(table);
        optimiser = layer.optimiser().apply(p.size());
        numbers = new FixedNumbers(name);
    }

    /** The parameters themselves. */
    Parameters parameters() {
        return p;
    }

    /** Sets initial values. */
    void initialise() {
        network.start().accept(p, numbers.stream());
    }

    /** Trains for some steps from the given parameters; returns the digest of all of them. */
    String train(Parameters from, boolean brief) {
        BitDigest digest = new BitDigest();
        p.copyFrom(from);
        for (int step = 0; step < (brief ? SHORT_STEPS : STEPS); step++) {
            tape.reset();
            p.zeroGradients();
            Tensor x = tape.constant(numbers.ordinary(LayerCase.ROWS * LayerCase.INPUTS), 0,
                    LayerCase.ROWS, LayerCase.INPUTS);
            Tensor y = network.function().apply(p, x);
            Tensor target = tape.constant(numbers.ordinary(y.size()), 0, y.rows(), y.cols());
            Tensor loss = y.subtract(target).square().mean();              // [1, 1]
            tape.backward(loss);
            tape.checkGradients(p);
            digest.add(loss.scalar());
            digest.add(p.gradients());
            optimiser.accept(p);
            digest.add(p.values());
        }
        return digest.hex();
    }
}

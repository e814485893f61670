package verge.lab.selftest;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;

/**
 * A small network that is trained for the audit.
 *
 * @param covers the classes of {@code verge.nn} whose arithmetic it shows
 * @param maker adds the network to a table
 * @param optimiser makes an optimiser's step for so many parameters
 */
record LayerCase(List<Class<?>> covers, Function<ParameterTable, Network> maker,
        IntFunction<Consumer<Parameters>> optimiser) {
    /** Rows of the input. */
    static final int ROWS = 12;
    /** Columns of the input. */
    static final int INPUTS = 5;

    /**
     * What is trained.
     *
     * @param start sets the initial values
     * @param function from the input [ROWS, INPUTS] to an output of any shape
     */
    record Network(BiConsumer<Parameters, RandomGenerator> start,
            BiFunction<Parameters, Tensor, Tensor> function) {
    }
}

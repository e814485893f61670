package verge.nn;

import java.util.random.RandomGenerator;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * A row of numbers for each of some actions or types (Bengio et al. 2003, section 2):
 * y_i = weight[index_i], [rows, width]. Parameter: weight [count, width].
 */
public final class Embedding {

    private final Slot weight;

    /** Adds {@code name.weight} to the table. */
    public Embedding(ParameterTable table, String name, int count, int width) {
        weight = table.add(name + ".weight", count, width);
    }

    /** Normal numbers of standard deviation 1 / sqrt(width). */
    public void initialise(Parameters p, RandomGenerator random) {
        double deviation = 1.0 / Math.sqrt(weight.cols());
        for (int i = 0; i < weight.size(); i++) {
            p.values()[weight.offset() + i] = (float) (deviation * random.nextGaussian());
        }
        p.changed();
    }

    /**
     * Row index[from + i] as row i: [count, width].
     *
     * @param tape of the result
     * @param index not copied
     */
    public Tensor apply(Parameters p, Tape tape, int[] index, int from, int count) {
        return tape.parameter(p, weight).gatherRows(index, from, count);
    }

    /** The rows of all indices: [count, width]. */
    public Tensor all(Parameters p, Tape tape) {
        return tape.parameter(p, weight);
    }
}

package verge.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A random graph of operations, computed on a tape and in dual numbers at once. Operands are taken
 * from what there is already, or are new leaves. An operation that would come near a kink, or to
 * where float has no digits left, is not taken.
 */
final class RandomGraph {

    /** A value in both arithmetics. */
    record Node(Tensor tensor, DualMatrix dual) {
        int rows() {
            return dual.rows;
        }

        int cols() {
            return dual.cols;
        }
    }

    private static final int MOST_DIRECTIONS = 120;
    /** More than a single operation adds. */
    private static final int RESERVE = 400;
    private static final double LARGEST = 20;

    final Random random;
    final Tape tape;
    final Parameters parameters = parameters();
    final List<Node> nodes = new ArrayList<>();
    final List<String> names = new ArrayList<>();
    private final List<Node> leaves = new ArrayList<>();
    private final Consumer<Tensor> made;
    private int directions;

    /** @param made is told of each new tensor before another one uses it */
    RandomGraph(Random random, Tape tape, Consumer<Tensor> made) {
        this.random = random;
        this.tape = tape;
        this.made = made;
    }

    private static Parameters parameters() {
        ParameterTable table = new ParameterTable();
        table.add("pool", 1, MOST_DIRECTIONS + RESERVE);
        return new Parameters(table);
    }

    /** Adds operations; the last node is the result of the last one. */
    void grow(int operations) {
        leaf(size(), size());
        int taken = 0;
        while (taken < operations && directions < MOST_DIRECTIONS) {
            String name = RandomOperations.NAMES.get(random.nextInt(
                    RandomOperations.NAMES.size()));
            Node x = nodes.get(Math.max(0, nodes.size() - 1 - random.nextInt(3)));
            Node y = RandomOperations.apply(name, this, x);
            if (y != null && y.dual.within(-LARGEST, LARGEST)) {
                keep(name, y);
                taken++;
            }
        }
    }

    private void keep(String name, Node y) {
        made.accept(y.tensor);
        nodes.add(y);
        names.add(name);
    }

    int size() {
        return 1 + random.nextInt(4);
    }

    /** An existing value of this shape, or a new leaf. */
    Node like(int rows, int cols) {
        for (int i = nodes.size() - 1; i >= 0 && random.nextBoolean(); i--) {
            Node node = nodes.get(i);
            if (node.rows() == rows && node.cols() == cols) {
                return node;
            }
        }
        return leaf(rows, cols);
    }

    /** New parameters with values in (-1.5, 1.5). */
    Node leaf(int rows, int cols) {
        int from = directions;
        directions += rows * cols;
        float[] values = parameters.values();
        for (int i = from; i < directions; i++) {
            values[i] = 3f * random.nextFloat() - 1.5f;
        }
        parameters.changed();
        Node leaf = new Node(tape.parameter(parameters, new Slot("leaf", from, rows, cols)),
                DualMatrix.of(rows, cols, (i, j) -> Dual.variable(values[from + i * cols + j],
                        from + i * cols + j)));
        leaves.add(leaf);
        keep("leaf", leaf);
        return leaf;
    }

    /** A constant of ones and zeros with at least one kept entry in each row. */
    boolean[][] mask(int rows, int cols) {
        boolean[][] kept = new boolean[rows][cols];
        for (boolean[] row : kept) {
            for (int j = 0; j < cols; j++) {
                row[j] = random.nextBoolean();
            }
            row[random.nextInt(cols)] = true;
        }
        return kept;
    }

    Tensor constant(boolean[][] mask) {
        int cols = mask[0].length;
        float[] values = new float[mask.length * cols];
        for (int i = 0; i < values.length; i++) {
            values[i] = mask[i / cols][i % cols] ? 1f : 0f;
        }
        return tape.constant(values, 0, mask.length, cols);
    }

    /** Numbers below a bound. */
    int[] indices(int n, int bound) {
        int[] index = new int[n];
        Arrays.setAll(index, i -> random.nextInt(bound));
        return index;
    }

    /** Random weights times the last node, summed: the loss. */
    Node loss() {
        Node last = nodes.get(nodes.size() - 1);
        float[] weights = new float[last.rows() * last.cols()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 2f * random.nextFloat() - 1f;
        }
        Tensor w = tape.constant(weights, 0, last.rows(), last.cols());
        return new Node(last.tensor.multiply(w).sum(), DualMatrix.of(1, 1, (i, j) ->
                DualMatrix.sum(weights.length, k -> last.dual.at(k).scale(weights[k]))));
    }

    /** Largest derivative of the loss by any leaf's entry. */
    double largestSlope(Node loss) {
        double largest = 0;
        for (int k = 0; k < directions; k++) {
            largest = Math.max(largest, Math.abs(loss.dual.at(0).slope(k)));
        }
        return largest;
    }

    /** Largest difference between the tape's gradient and the derivatives. */
    double largestError(Node loss) {
        double largest = 0;
        int direction = 0;
        for (Node leaf : leaves) {
            for (int i = 0; i < leaf.rows(); i++) {
                for (int j = 0; j < leaf.cols(); j++) {
                    largest = Math.max(largest, Math.abs(leaf.tensor.gradient(i, j)
                            - loss.dual.at(0).slope(direction++)));
                }
            }
        }
        return largest;
    }
}

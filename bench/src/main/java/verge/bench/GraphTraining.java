package verge.bench;

import java.util.SplittableRandom;
import verge.autodiff.Functions;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.EdgeList;
import verge.nn.GraphAttention;
import verge.nn.GruCell;
import verge.nn.Linear;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;

/**
 * Graph attention with 4 heads of 16 over a graph in which two nodes in five are neighbours, a
 * gated recurrent unit of 64 for each node, 5 outputs. One step of Adam on the squared error, or
 * one pass.
 */
final class GraphTraining implements Workload {

    private static final int FEATURES = 16;
    private static final int HEADS = 4;
    private static final int HIDDEN = 64;
    private static final int OUTPUTS = 5;
    private static final double DENSITY = 0.4;

    private final int nodes;
    private final boolean training;
    private final ParameterTable table = new ParameterTable();
    private final GraphAttention attention = new GraphAttention(table, "attention", FEATURES, 0,
            HEADS, HIDDEN / HEADS, 0.2f, true, false);
    private final GruCell gru = new GruCell(table, "gru", HIDDEN, HIDDEN);
    private final Linear head = new Linear(table, "head", HIDDEN, OUTPUTS, true);
    private final Parameters p = new Parameters(table);
    private final Adam adam = new Adam(p.size(), 1e-3, 1e-8);
    private final Tape tape = new Tape();
    private final Tape inference = Tape.forInference();
    private final EdgeList edges;
    private final float[] features;
    private final float[] memory;
    private final float[] target;

    GraphTraining(int nodes, boolean training) {
        this.nodes = nodes;
        this.training = training;
        Workload.initialise(p);
        features = Workload.normal(nodes * FEATURES, 2);
        memory = Workload.normal(nodes * HIDDEN, 3);
        target = Workload.normal(nodes * OUTPUTS, 4);
        edges = new EdgeList(nodes, nodes * nodes);
        int[] sources = new int[nodes * nodes];
        int[] destinations = new int[nodes * nodes];
        int count = 0;
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < nodes; j++) {
                if (i != j && random.nextDouble() < DENSITY) {
                    sources[count] = j;
                    destinations[count++] = i;
                }
            }
        }
        edges.set(nodes, nodes, sources, destinations, 0, count, true);
    }

    private Tensor values(Tape on) {
        Tensor x = on.constant(features, 0, nodes, FEATURES);
        Tensor seen = Functions.elu(attention.apply(p, x, null, edges, null), 1f);
        Tensor h = gru.step(p, seen, on.constant(memory, 0, nodes, HIDDEN));
        return head.apply(p, h);                                           // [nodes, outputs]
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
                tape.constant(target, 0, nodes, OUTPUTS), null, Reduction.MEAN);
        tape.backward(loss);
        adam.step(p);
        return loss.scalar();
    }

    @Override
    public double operations() {
        double first = 2.0 * nodes * FEATURES * HIDDEN;
        double hidden = 2.0 * nodes * HIDDEN * 3 * HIDDEN;
        double rest = 2.0 * edges.rows() * HIDDEN + hidden + 2.0 * nodes * HIDDEN * OUTPUTS;
        return training ? 2 * (first + hidden) + 3 * rest : first + hidden + rest;
    }
}

package verge.algorithms.dag;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;

/**
 * Finds several different plans of each graph in one pass. Partial plans that are extended by both
 * choices compete for k places, by their log-probability phi (beam search) or by phi with Gumbel
 * noise, which makes the k plans a sample without replacement: stochastic beam search (Kool, van
 * Hoof and Welling, "Stochastic Beams and Where to Find Them", ICML 2019, Algorithm 1). A graph with
 * fewer than k plans gets some of them twice. Not thread-safe.
 */
final class BeamSampler {

    private final OffloadingNetwork network;
    private final OffloadingNetwork.Pass pass;
    private final Rollout rollout = new Rollout();
    private double[] phi = new double[0];          // [batch] log-probability of the partial plan
    private double[] score = new double[0];        // [batch] what it competes by
    private double[] nextPhi = new double[0];      // [2 batch] of its two extensions
    private double[] nextScore = new double[0];    // [2 batch]
    private double[] keptPhi = new double[0];      // [batch] of the rows of the next level
    private double[] keptScore = new double[0];    // [batch]

    BeamSampler(OffloadingNetwork network) {
        this.network = network;
        this.pass = network.new Pass(Tape.forInference());
    }

    /**
     * Fills the trajectories with different plans of the policy theta; their values and rewards mean
     * nothing.
     *
     * @param temperature what logits are divided by; above 0
     * @param random the noise; null for the k plans that beam search finds
     */
    void fill(Trajectories to, Parameters theta, double temperature, RandomGenerator random) {
        reserve(to.batch);
        rollout.begin(to);
        pass.begin(theta, to.embeddings, to.tasks, to.groups);
        Arrays.fill(phi, 0, to.batch, 0.0);
        Arrays.fill(score, 0, to.batch, 0.0);
        int active = 1;                            // partial plans of a graph that differ
        for (int t = 0; t < to.tasks; t++) {
            rollout.observe(to, t);
            Tensor d = pass.step(t, to.tree, to.states);                   // [rows, outputs]
            Tensor logp = network.logits(theta, d).scale((float) (1.0 / temperature))
                    .logSoftmax();                                         // [rows, choices]
            int kept = Math.min(to.perGraph, 2 * active);
            for (int g = 0; g < to.groups; g++) {
                extend(g, active, logp, random);
                keep(to.tree, t, g, active, kept);
            }
            for (int i = 0; i < to.groups * kept; i++) {
                phi[i] = keptPhi[i];
                score[i] = keptScore[i];
            }
            active = kept;
            to.tree.end(t + 1, to.tree.first[t + 1] + to.groups * active);
            rollout.act(to, t);
        }
        trace(to, active);
        rollout.end(to);
    }

    private void reserve(int batch) {
        if (phi.length < batch) {
            phi = new double[batch];
            score = new double[batch];
            nextPhi = new double[2 * batch];
            nextScore = new double[2 * batch];
            keptPhi = new double[batch];
            keptScore = new double[batch];
        }
    }

    /** Both extensions of each partial plan of a graph. */
    private void extend(int graph, int active, Tensor logp, RandomGenerator random) {
        for (int r = graph * active; r < (graph + 1) * active; r++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int a = 0; a < OffloadingNetwork.CHOICES; a++) {
                double extended = phi[r] + logp.get(r, a);
                nextPhi[2 * r + a] = extended;
                nextScore[2 * r + a] = random == null ? extended : extended + gumbel(random);
                largest = Math.max(largest, nextScore[2 * r + a]);
            }
            for (int a = 0; random != null && a < OffloadingNetwork.CHOICES; a++) {
                nextScore[2 * r + a] = conditioned(nextScore[2 * r + a], largest, score[r]);
            }
        }
    }

    private static double gumbel(RandomGenerator random) {
        double u = 1.0 - random.nextDouble();                              // (0, 1]
        return -StrictMath.log(Math.max(-StrictMath.log(u), Double.MIN_NORMAL));
    }

    /**
     * A Gumbel variable given that the largest of its siblings, now z, is to be {@code parent}:
     * -log(exp(-parent) - exp(-z) + exp(-g)) in a form that does not cancel (Kool et al., appendix B).
     */
    static double conditioned(double g, double z, double parent) {
        if (g == z) {
            return parent;
        }
        double v = parent - g + StrictMath.log1p(-StrictMath.exp(g - z));
        return parent - Math.max(0.0, v) - StrictMath.log1p(StrictMath.exp(-Math.abs(v)));
    }

    /** The best extensions by score, of equal ones the first, become a graph's rows of the next level. */
    private void keep(PlanTree tree, int t, int graph, int active, int kept) {
        int begin = OffloadingNetwork.CHOICES * graph * active;
        int end = begin + OffloadingNetwork.CHOICES * active;
        for (int k = graph * kept; k < (graph + 1) * kept; k++) {
            int best = begin;
            for (int c = begin + 1; c < end; c++) {
                if (nextScore[c] > nextScore[best]) {
                    best = c;
                }
            }
            keptPhi[k] = nextPhi[best];
            keptScore[k] = nextScore[best];
            tree.put(t + 1, tree.first[t + 1] + k, best / OffloadingNetwork.CHOICES,
                    best % OffloadingNetwork.CHOICES, graph);
            nextScore[best] = Double.NEGATIVE_INFINITY;
        }
    }

    /** Writes down what leads to the rows of the last level; plans beyond them are the first again. */
    private static void trace(Trajectories to, int kept) {
        PlanTree tree = to.tree;
        for (int b = 0; b < to.batch; b++) {
            int k = b % to.perGraph;
            int row = b / to.perGraph * kept + (k < kept ? k : 0);
            for (int t = to.tasks; t > 0; t--) {
                to.tree.at[t * to.batch + b] = tree.first[t] + row;
                to.actions[(t - 1) * to.batch + b] = tree.action[tree.first[t] + row];
                row = tree.parent[tree.first[t] + row];
            }
        }
    }
}

package verge.algorithms.dag;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.sim.world.TaskGraphWorld;

/**
 * Finds several different plans of each graph in one pass. Partial plans that are extended by both
 * choices compete for k places, by their log-probability phi (beam search) or by phi with Gumbel
 * noise, which makes the k plans a sample without replacement: stochastic beam search (Kool, van
 * Hoof and Welling, "Stochastic Beams and Where to Find Them", ICML 2019, Algorithm 1). A graph with
 * fewer than k plans gets some of them twice. Not thread-safe.
 */
final class BeamSampler {

    private final OffloadingNetwork network;
    private final Tape tape = Tape.forInference();
    private final OffloadingNetwork.Pass pass;
    private final Rollout rollout = new Rollout();
    private double[] phi = new double[0];          // [batch] log-probability of the partial plan
    private double[] score = new double[0];        // [batch] what it competes by
    private double[] nextPhi = new double[0];      // [2 batch] of its two extensions
    private double[] nextScore = new double[0];    // [2 batch]
    private double[] oldPhi = new double[0];       // [2 batch] as read, while phi is written
    private int[] from = new int[0];               // [batch] the row that a row continues
    private int[] column = new int[0];             // [batch] actions while they are rearranged

    BeamSampler(OffloadingNetwork network) {
        this.network = network;
        this.pass = network.new Pass();
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
        tape.reset();
        pass.begin(tape, theta, to.embeddings, to.tasks, to.groups, to.perGraph);
        Arrays.fill(phi, 0, to.batch, 0.0);
        Arrays.fill(score, 0, to.batch, 0.0);
        int active = 1;                            // partial plans of a graph that differ
        for (int t = 0; t < to.tasks; t++) {
            int row = t * to.batch;
            rollout.observe(to, t);
            Tensor d = pass.step(t, to.previous, row, to.states,
                    row * TaskGraphWorld.FEATURES);                        // [batch, outputs]
            Tensor logp = network.logits(theta, d).scale((float) (1.0 / temperature))
                    .logSoftmax();                                         // [batch, choices]
            int kept = Math.min(to.perGraph, 2 * active);
            for (int g = 0; g < to.groups; g++) {
                extend(g * to.perGraph, active, logp, random);
                keep(to, t, g * to.perGraph, active, kept);
            }
            active = kept;
            rearrange(to, t);
            rollout.act(to, t);
        }
        rollout.end(to);
    }

    private void reserve(int batch) {
        if (phi.length < batch) {
            phi = new double[batch];
            score = new double[batch];
            nextPhi = new double[2 * batch];
            nextScore = new double[2 * batch];
            oldPhi = new double[2 * batch];
            from = new int[batch];
            column = new int[batch];
        }
    }

    /** Both extensions of each partial plan of a graph, whose rows begin at {@code first}. */
    private void extend(int first, int active, Tensor logp, RandomGenerator random) {
        for (int r = first; r < first + active; r++) {
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

    /** The best extensions by score, of equal ones the first, become the rows of a graph. */
    private void keep(Trajectories to, int t, int first, int active, int kept) {
        int row = t * to.batch;
        int candidates = OffloadingNetwork.CHOICES * active;
        System.arraycopy(nextPhi, 2 * first, oldPhi, 2 * first, candidates);
        for (int k = 0; k < kept; k++) {
            int best = -1;
            for (int c = 2 * first; c < 2 * first + candidates; c++) {
                if (best < 0 || nextScore[c] > nextScore[best]) {
                    best = c;
                }
            }
            phi[first + k] = oldPhi[best];
            score[first + k] = nextScore[best];
            from[first + k] = best / OffloadingNetwork.CHOICES;
            to.actions[row + first + k] = best % OffloadingNetwork.CHOICES;
            nextScore[best] = Double.NEGATIVE_INFINITY;
        }
        for (int r = first + kept; r < first + to.perGraph; r++) {         // nothing left for these
            from[r] = from[first];
            to.actions[row + r] = to.actions[row + first];
        }
    }

    /** Lets every row continue the row that it was extended from. */
    private void rearrange(Trajectories to, int t) {
        pass.rearrange(from);
        rollout.rearrange(to, from);
        for (int s = 0; s < t; s++) {
            System.arraycopy(to.actions, s * to.batch, column, 0, to.batch);
            for (int b = 0; b < to.batch; b++) {
                to.actions[s * to.batch + b] = column[from[b]];
            }
        }
    }
}

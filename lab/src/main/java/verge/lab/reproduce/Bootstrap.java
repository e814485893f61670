package verge.lab.reproduce;

import java.util.Arrays;
import verge.sim.core.RandomStream;

/**
 * The paired percentile bootstrap of a mean difference (Efron and Tibshirani 1993, chapter 13) between
 * two policies that were measured on the same graphs with the same seeds. Seeds are drawn with
 * replacement, then graphs, both the same for either policy.
 */
public final class Bootstrap {
    private static final int SAMPLES = 10_000;
    private static final double TAIL = 0.025;

    private Bootstrap() {
    }

    /**
     * A mean difference.
     *
     * @param mean over seeds and graphs
     * @param low lower end of its 95 % interval
     * @param high upper end
     */
    public record Interval(double mean, double low, double high) {
    }

    /**
     * The mean of a - b with its interval. Allocates; the same for the same figures.
     *
     * @param a one policy: {@code [seeds][graphs]}
     * @param b the other, of the same shape
     * @return the difference
     */
    public static Interval paired(double[][] a, double[][] b) {
        int seeds = a.length;
        int graphs = a[0].length;
        double[][] difference = new double[seeds][graphs];
        double mean = 0;
        for (int s = 0; s < seeds; s++) {
            for (int g = 0; g < graphs; g++) {
                difference[s][g] = a[s][g] - b[s][g];
                mean += difference[s][g] / seeds / graphs;
            }
        }
        RandomStream random = new RandomStream(0, "bootstrap");
        double[] means = new double[SAMPLES];
        double[] ofGraph = new double[graphs];
        for (int i = 0; i < SAMPLES; i++) {
            Arrays.fill(ofGraph, 0);
            for (int s = 0; s < seeds; s++) {
                double[] drawn = difference[random.nextInt(seeds)];
                for (int g = 0; g < graphs; g++) {
                    ofGraph[g] += drawn[g] / seeds;
                }
            }
            for (int g = 0; g < graphs; g++) {
                means[i] += ofGraph[random.nextInt(graphs)] / graphs;
            }
        }
        Arrays.sort(means);
        int cut = (int) (TAIL * SAMPLES);
        return new Interval(mean, means[cut], means[SAMPLES - 1 - cut]);
    }
}

package verge.algorithms.dag;

import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;

/** How the reward of a decision follows from the increase of the latency it causes. */
public enum RewardScale {

    /**
     * The papers': minus the increase itself, in seconds. They give no unit; in ms the returns would be
     * of the order of 1000, and a value function could not follow them from where it starts.
     */
    PAPER {
        @Override
        double shift(OffloadProblem problem) {
            return 0.0;
        }

        @Override
        double unit(OffloadProblem problem) {
            return MS_PER_SECOND;
        }
    },

    /**
     * The published code's: -(increase - min) / (max - min), min the least of all S and of all E of
     * tasks with a child over the host's speed, max the largest of all durations.
     */
    RELEASED {
        @Override
        double shift(OffloadProblem problem) {
            TaskGraph graph = problem.graph();
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < problem.size(); i++) {
                least = Math.min(least, graph.workload()[i]);
                if (graph.childOffsets()[i + 1] > graph.childOffsets()[i]) {
                    least = Math.min(least, graph.resultBytes()[i]);
                }
            }
            return least / HOST_BYTES_PER_UNIT;
        }

        @Override
        double unit(OffloadProblem problem) {
            double largest = 0.0;
            for (int i = 0; i < problem.size(); i++) {
                largest = Math.max(largest, Math.max(
                        Math.max(problem.localTime()[i], problem.uploadTime()[i]),
                        Math.max(problem.hostTime()[i], problem.downloadTime()[i])));
            }
            return largest - shift(problem);
        }
    },

    /** Ours: minus the increase over the graph's mean local time. */
    VERGE {
        @Override
        double shift(OffloadProblem problem) {
            return 0.0;
        }

        @Override
        double unit(OffloadProblem problem) {
            double sum = 0.0;
            for (int i = 0; i < problem.size(); i++) {
                sum += problem.localTime()[i];
            }
            return sum / problem.size();
        }
    };

    /** Bytes the host computes in one unit of time in the published code. */
    private static final double HOST_BYTES_PER_UNIT = 10485760;
    private static final double MS_PER_SECOND = 1000.0;

    abstract double shift(OffloadProblem problem);

    abstract double unit(OffloadProblem problem);

    /** Returns the reward for an increase of the latency; 0 where a graph's unit is 0. */
    public double reward(OffloadProblem problem, double increase) {
        return reward(increase, shift(problem), unit(problem));
    }

    /** The same, with shift and unit worked out once per graph. */
    static double reward(double increase, double shift, double unit) {
        return unit > 0 ? -(increase - shift) / unit : 0.0;
    }
}

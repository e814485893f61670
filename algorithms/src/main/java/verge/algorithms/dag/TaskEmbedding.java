package verge.algorithms.dag;

import java.util.Arrays;
import verge.sim.core.OffloadProblem;
import verge.sim.core.TaskGraph;

/** What the encoder sees of a task (MRLCO, section 4.2, "State"). */
public enum TaskEmbedding {

    /**
     * The paper's with p = 12: place in the order, four durations over the graph's largest, the
     * first 6 places of parents and of children, ascending, padded with -1.
     */
    PAPER(5 + 2 * 6) {
        @Override
        void encode(OffloadProblem problem, int task, float[] to, int at) {
            to[at] = problem.position()[task];
            profile(problem, task, largestDuration(problem), to, at + 1);
            neighbours(problem, task, 6, true, to, at + 5);
        }
    },

    /** The published code's: index, raw durations, indices of the first 6 parents and children. */
    RELEASED(5 + 2 * 6) {
        @Override
        void encode(OffloadProblem problem, int task, float[] to, int at) {
            to[at] = task;
            profile(problem, task, 1.0, to, at + 1);
            neighbours(problem, task, 6, false, to, at + 5);
        }
    },

    /**
     * Ours: durations over the mean local time, numbers of parents and children over 8, and one
     * bit per parent and child by its distance in the order, from 1 to 16 and beyond, so that no
     * neighbour is lost and graphs of any size look alike.
     */
    VERGE(7 + 2 * 16) {
        @Override
        void encode(OffloadProblem problem, int task, float[] to, int at) {
            TaskGraph graph = problem.graph();
            int place = problem.position()[task];
            to[at] = (float) place / problem.size();
            profile(problem, task, mean(problem.localTime(), problem.size()), to, at + 1);
            int parentsFrom = graph.parentOffsets()[task];
            int parentsTo = graph.parentOffsets()[task + 1];
            int childrenFrom = graph.childOffsets()[task];
            int childrenTo = graph.childOffsets()[task + 1];
            to[at + 5] = (parentsTo - parentsFrom) / 8f;
            to[at + 6] = (childrenTo - childrenFrom) / 8f;
            Arrays.fill(to, at + 7, at + 7 + 32, 0f);
            for (int k = parentsFrom; k < parentsTo; k++) {
                int distance = place - problem.position()[graph.parents()[k]];
                to[at + 6 + Math.min(distance, 16)] = 1f;
            }
            for (int k = childrenFrom; k < childrenTo; k++) {
                int distance = problem.position()[graph.children()[k]] - place;
                to[at + 22 + Math.min(distance, 16)] = 1f;
            }
        }
    };

    private final int width;

    TaskEmbedding(int width) {
        this.width = width;
    }

    /** Returns the number of features of a task. */
    public int width() {
        return width;
    }

    /** Writes {@link #width()} features of a task (an index of the graph) from {@code at} on. */
    abstract void encode(OffloadProblem problem, int task, float[] to, int at);

    /**
     * Writes the tasks of a problem in its order, the p-th from {@code at + p * stride} on.
     */
    public void encode(OffloadProblem problem, float[] to, int at, int stride) {
        for (int p = 0; p < problem.size(); p++) {
            encode(problem, problem.order()[p], to, at + p * stride);
        }
    }

    private static void profile(OffloadProblem problem, int task, double unit, float[] to, int at) {
        double scale = unit > 0 ? 1.0 / unit : 0.0;
        to[at] = (float) (problem.localTime()[task] * scale);
        to[at + 1] = (float) (problem.uploadTime()[task] * scale);
        to[at + 2] = (float) (problem.hostTime()[task] * scale);
        to[at + 3] = (float) (problem.downloadTime()[task] * scale);
    }

    private static void neighbours(OffloadProblem problem, int task, int limit, boolean places,
            float[] to, int at) {
        TaskGraph graph = problem.graph();
        list(problem, graph.parents(), graph.parentOffsets()[task],
                graph.parentOffsets()[task + 1], limit, places, to, at);
        list(problem, graph.children(), graph.childOffsets()[task],
                graph.childOffsets()[task + 1], limit, places, to, at + limit);
    }

    private static void list(OffloadProblem problem, int[] nodes, int from, int end, int limit,
            boolean places, float[] to, int at) {
        int count = 0;
        for (int k = from; k < end; k++) {
            int number = places ? problem.position()[nodes[k]] : nodes[k];
            int i = count;
            while (i > 0 && to[at + i - 1] > number) {
                if (i < limit) {
                    to[at + i] = to[at + i - 1];
                }
                i--;
            }
            if (i < limit) {
                to[at + i] = number;
                count = Math.min(count + 1, limit);
            }
        }
        Arrays.fill(to, at + count, at + limit, -1f);
    }

    private static double largestDuration(OffloadProblem problem) {
        double largest = 0.0;
        for (int i = 0; i < problem.size(); i++) {
            largest = Math.max(largest, Math.max(
                    Math.max(problem.localTime()[i], problem.uploadTime()[i]),
                    Math.max(problem.hostTime()[i], problem.downloadTime()[i])));
        }
        return largest;
    }

    private static double mean(double[] values, int n) {
        double sum = 0.0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        return sum / n;
    }
}

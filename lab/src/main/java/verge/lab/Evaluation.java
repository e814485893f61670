package verge.lab;

import java.util.List;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.CurvePoint;

/**
 * A policy's adaptation to a set of graphs.
 *
 * @param graphs how many graphs
 * @param baselines what the graphs take without learning; the optimum null unless proved for each
 * @param optimalProved graphs whose optimum was proved
 * @param points latencies by update, the first before any
 */
public record Evaluation(int graphs, Baselines baselines, int optimalProved,
        List<CurvePoint> points) {
    /** Copies the list. */
    public Evaluation {
        points = List.copyOf(points);
    }
}

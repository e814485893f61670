package verge.lab;

import java.util.List;
import verge.lab.run.Results.CurvePoint;

/**
 * A policy's adaptation to a set of graphs.
 *
 * @param graphs how many graphs
 * @param optimal the exact mean optimum; null unless proved for every graph
 * @param optimalProved graphs whose optimum was proved
 * @param points latencies by update, the first before any
 */
public record Evaluation(int graphs, Double optimal, int optimalProved, List<CurvePoint> points) {
    /** Copies the list. */
    public Evaluation {
        points = List.copyOf(points);
    }
}

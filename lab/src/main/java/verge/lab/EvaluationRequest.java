package verge.lab;

import java.nio.file.Path;
import verge.sim.core.Timing;

/**
 * What to evaluate a run's policy on.
 *
 * @param on a folder of graphs or one graph; null for the run's own test graphs
 * @param updates adaptation updates; the evaluation has one point more
 * @param seed the root seed
 * @param threads how many threads may be used; no result may depend on it
 * @param timing the timing model; null for the run's
 * @param uplinkMbps uplink rate in Mbit/s; null for the run's
 * @param downlinkMbps downlink rate in Mbit/s; null for the run's
 * @param progress where to tell how far it is
 */
public record EvaluationRequest(Path on, int updates, long seed, int threads, Timing timing,
        Double uplinkMbps, Double downlinkMbps, Progress progress) {
}

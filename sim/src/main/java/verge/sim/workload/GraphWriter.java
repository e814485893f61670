package verge.sim.workload;

import java.nio.file.Path;
import verge.sim.core.TaskGraph;

/** Writes task graphs. */
public final class GraphWriter {

    private GraphWriter() {
    }

    /** One graph. */
    public static void write(TaskGraph graph, Path file) {
        throw new UnsupportedOperationException(file.toString());
    }
}

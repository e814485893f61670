package verge.sim.workload;

import java.nio.file.Path;
import java.util.List;
import verge.sim.core.TaskGraph;

/** Reads task graphs. */
public final class GraphReader {

    private GraphReader() {
    }

    /** One graph. */
    public static TaskGraph read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }

    /** All graphs of a folder. */
    public static List<TaskGraph> readFolder(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }

    /** The files that {@link #readFolder} reads, in the same order. */
    public static List<Path> listFolder(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }
}

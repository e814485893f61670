package verge.sim.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

/** Task graphs in any format that is known, by the file's name. */
public final class GraphFiles {

    private static final String WORKFLOW_SUFFIX = ".json";

    private GraphFiles() {
    }

    /**
     * Reads a WfCommons workflow where the name ends in {@code .json}, else a graph in the dialect
     * of {@link GraphReader}.
     *
     * @throws InputException where the file is neither, or cannot be read
     */
    public static TaskGraph read(Path file) {
        return file.toString().endsWith(WORKFLOW_SUFFIX)
                ? WorkflowReader.read(file) : GraphReader.read(file);
    }

    /**
     * The one file that the path is, or the graphs of a folder in natural order.
     *
     * @throws InputException where there is none
     */
    public static List<Path> list(Path path) {
        return Files.isDirectory(path)
                ? GraphReader.listFolder(path, GraphReader.SUFFIX, WORKFLOW_SUFFIX)
                : List.of(path);
    }
}

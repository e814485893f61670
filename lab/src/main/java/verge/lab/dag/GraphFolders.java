package verge.lab.dag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;
import verge.sim.workload.BatchJobReader;
import verge.sim.workload.GraphFiles;
import verge.sim.workload.GraphReader;
import verge.sim.workload.NaturalOrder;

/** Folders of graphs: which there are, and what they hold. */
final class GraphFolders {

    private static final String JOBS_SUFFIX = ".csv";

    private GraphFolders() {}

    /**
     * A set as it was read.
     *
     * @param name the folder's last name, in letters that a metric's name may have
     * @param graphs its graphs, each named by its file
     */
    record GraphSet(String name, List<TaskGraph> graphs) {}

    /** Graphs by content: equal ones under other names count as the same. */
    static final class Known {
        private final Map<Long, List<TaskGraph>> graphs = new HashMap<>();

        void add(TaskGraph graph) {
            graphs.computeIfAbsent(key(graph), k -> new ArrayList<>()).add(graph);
        }

        boolean has(TaskGraph graph) {
            return graphs.getOrDefault(key(graph), List.of()).stream().anyMatch(graph::sameAs);
        }

        private static long key(TaskGraph graph) {
            long key = graph.size();
            for (double work : graph.workload()) {
                key = 31 * key + Double.doubleToLongBits(work);
            }
            for (int child : graph.children()) {
                key = 31 * key + child;
            }
            return key;
        }
    }

    /** Reads a folder of graphs, one graph, or a table of batch jobs. */
    static GraphSet read(Path path) {
        if (Files.isRegularFile(path) && path.toString().endsWith(JOBS_SUFFIX)) {
            return new GraphSet(name(path), BatchJobReader.graphs(path));
        }
        List<TaskGraph> graphs = new ArrayList<>();
        for (Path file : files(path)) {
            graphs.add(GraphFiles.read(file));
        }
        return new GraphSet(name(path), graphs);
    }

    private static List<Path> files(Path path) {
        return Files.exists(path) ? GraphFiles.list(path) : GraphReader.listFolder(path);
    }

    /** Each path itself if it holds graphs, else its sub-folders that do, by natural order. */
    static List<Path> sets(List<Path> paths) {
        List<Path> folders = new ArrayList<>();
        for (Path path : paths) {
            List<Path> inside = holdsGraphs(path) ? List.of() : subFolders(path);
            folders.addAll(inside.isEmpty() ? List.of(path) : inside);
        }
        return folders;
    }

    private static List<Path> subFolders(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(GraphFolders::holdsGraphs)
                    .sorted((a, b) -> NaturalOrder.compare(a.getFileName().toString(),
                            b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new InputException(path.toString(), "", "a folder that cannot be listed",
                    "a readable folder");
        }
    }

    private static boolean holdsGraphs(Path path) {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(file -> file.getFileName().toString().endsWith(".gv"));
        } catch (IOException e) {
            throw new InputException(path.toString(), "", "a folder that cannot be listed",
                    "a readable folder");
        }
    }

    private static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "graphs" : last.toString();
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }
}

package verge.lab.mrlco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import verge.algorithms.dag.LearningTask;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;
import verge.sim.workload.GraphReader;
import verge.sim.workload.NaturalOrder;
import verge.sim.workload.TaskGraphGenerator;
import verge.sim.workload.TaskGraphGenerator.Shape;

/**
 * The learning tasks of a run, read from folders or generated.
 *
 * @param training sets to train on, at least one
 * @param test sets to adapt to, at least one
 */
record GraphSets(List<LearningTask> training, List<LearningTask> test) {

    private static final double[] STEPS = {0.4, 0.5, 0.6, 0.7, 0.8};
    private static final double[] CCR = {0.3, 0.4, 0.5};

    /** Fat and density of the paper's test topologies I, II and III. */
    private static final double[][] TEST = {{0.6, 0.8}, {0.8, 0.6}, {0.7, 0.4}};

    /**
     * Reads or generates the graphs of a run.
     *
     * @throws InputException if a folder or graph is bad, or nothing is left to train on
     */
    static GraphSets of(MrlcoSettings settings) {
        List<Path> testFolders = folders(settings.testGraphs());
        List<LearningTask> test = testFolders.isEmpty() ? generated(settings, true)
                : read(testFolders, Set.of(), settings);
        if (settings.graphs().isEmpty()) {
            return new GraphSets(generated(settings, false), test);
        }
        Set<Path> held = new HashSet<>();
        for (Path folder : testFolders) {
            for (Path file : files(folder)) {
                held.add(real(file));
            }
        }
        List<LearningTask> training = read(folders(settings.graphs()), held, settings);
        if (training.isEmpty()) {
            throw new InputException(settings.graphs().get(0).toString(), "",
                    "only graphs that are tested on", "at least one other graph");
        }
        return new GraphSets(training, test);
    }

    /** Reads a folder of graphs, or one graph. */
    static LearningTask read(Path path, MrlcoSettings settings) {
        return task(name(path), files(path), settings);
    }

    /** Reads sets without the files held; a set of which nothing is left is left out. */
    private static List<LearningTask> read(List<Path> folders, Set<Path> held,
            MrlcoSettings settings) {
        List<LearningTask> sets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path folder : folders) {
            List<Path> files = new ArrayList<>(files(folder));
            files.removeIf(file -> held.contains(real(file)));
            if (files.isEmpty()) {
                continue;
            }
            String name = name(folder);
            for (int i = 2; !names.add(name); i++) {
                name = name(folder) + "-" + i;
            }
            sets.add(task(name, files, settings));
        }
        return sets;
    }

    private static LearningTask task(String name, List<Path> files, MrlcoSettings settings) {
        List<OffloadProblem> problems = new ArrayList<>();
        for (Path file : files) {
            problems.add(problem(GraphReader.read(file), file.toString(), settings));
        }
        return new LearningTask(name, problems);
    }

    /** The graphs of a folder, or the one that the path is. */
    private static List<Path> files(Path path) {
        return Files.isDirectory(path) || !Files.exists(path) ? GraphReader.listFolder(path)
                : List.of(path);
    }

    /** Each path itself if it holds graphs, else its sub-folders that do, by natural order. */
    private static List<Path> folders(List<Path> paths) {
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
            return entries.filter(GraphSets::holdsGraphs)
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

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** The last name of a path, in letters that a metric's name may have. */
    private static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "graphs" : last.toString();
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }

    /** One set per fat and density of the paper's grid: its test topologies, or the others. */
    private static List<LearningTask> generated(MrlcoSettings settings, boolean test) {
        List<LearningTask> sets = new ArrayList<>();
        if (test) {
            for (double[] shape : TEST) {
                sets.add(generated(settings, shape[0], shape[1]));
            }
            return sets;
        }
        for (double fat : STEPS) {
            for (double density : STEPS) {
                if (!isTest(fat, density)) {
                    sets.add(generated(settings, fat, density));
                }
            }
        }
        return sets;
    }

    private static boolean isTest(double fat, double density) {
        for (double[] shape : TEST) {
            if (shape[0] == fat && shape[1] == density) {
                return true;
            }
        }
        return false;
    }

    private static LearningTask generated(MrlcoSettings settings, double fat, double density) {
        String name = "fat-0." + Math.round(10 * fat) + "-density-0." + Math.round(10 * density);
        List<OffloadProblem> problems = new ArrayList<>();
        for (int i = 0; i < settings.graphsPerSet(); i++) {
            String graph = name + "." + i;
            RandomStream random = new RandomStream(settings.graphSeed(), "graphs/" + graph);
            double ccr = CCR[random.nextInt(CCR.length)];
            problems.add(problem(TaskGraphGenerator.generate(
                    Shape.paper(settings.tasks(), fat, density, ccr), random, graph), graph,
                    settings));
        }
        return new LearningTask(name, problems);
    }

    private static OffloadProblem problem(TaskGraph graph, String source,
            MrlcoSettings settings) {
        try {
            return new OffloadProblem(graph, settings.timing(), settings.uplinkMbps(),
                    settings.downlinkMbps());
        } catch (IllegalArgumentException e) {
            throw new InputException(source, "", "rates of " + Numbers.text(settings.uplinkMbps())
                    + " and " + Numbers.text(settings.downlinkMbps()) + " Mbit/s",
                    "a legal problem (" + e.getMessage() + ")");
        }
    }
}

package verge.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import verge.lab.config.Config;
import verge.lab.text.Digests;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/**
 * A run's folder: {@code config.yaml}, {@code metrics.csv}, {@code timing.csv},
 * {@code checkpoint.safetensors}, {@code manifest.json}, {@code results.json}, {@code report.html},
 * for methods that are tested graph by graph {@code latencies.csv}, and for policies in a scenario
 * {@code world.json}.
 * Whole files are replaced atomically. A folder with a readable manifest is a run; the manifest is
 * written last when a folder is created.
 */
public final class RunFolder {
    private static final String METRICS = "metrics.csv";
    private static final String METRICS_HEADER = "step,name,value";
    private static final String TIMING = "timing.csv";
    private static final String TIMING_HEADER = "step,name,seconds";
    private static final String LATENCIES = "latencies.csv";
    private static final String RESULTS = "results.json";
    private static final String WORLD = "world.json";
    private static final String MANIFEST = "manifest.json";
    private static final String CONFIG = "config.yaml";
    private static final int MAX_METRICS_BYTES = 256 << 20;

    private final Path path;
    private Manifest manifest;

    private RunFolder(Path path, Manifest manifest) {
        this.path = path;
        this.manifest = manifest;
    }

    /**
     * Begins a run in a new folder.
     *
     * @param path where, absent or an empty folder; null for {@code runs/<method>-<seed>-<n>} with
     *         the least n from 1 that is free
     * @param manifest what runs
     * @param config its resolved configuration
     * @return the folder, holding configuration and manifest
     * @throws InputException if the path is taken; nothing is changed then
     */
    public static RunFolder create(Path path, Manifest manifest, Record config) {
        try {
            Path folder = path == null ? numbered(manifest) : claimed(path);
            RunFolder run = new RunFolder(folder, manifest);
            Disk.write(folder.resolve(CONFIG), Config.toYaml(config));
            Disk.write(folder.resolve(MANIFEST), Json.pretty(manifest));
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path numbered(Manifest manifest) throws IOException {
        Path parent = Path.of("runs");
        Files.createDirectories(parent);
        for (int n = 1;; n++) {
            try {
                String name = manifest.method() + "-" + manifest.seed() + "-" + n;
                return Files.createDirectory(
                        parent.resolve(name.replaceAll("[^A-Za-z0-9.-]", "-")));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    private static Path claimed(Path path) throws IOException {
        requireFree(path);
        Files.createDirectories(path);
        return path;
    }

    /**
     * Refuses a path at which no new run may begin. Nothing is changed.
     *
     * @param path where a run is to be, or null for a numbered folder
     * @throws InputException if it is a file or a folder that is not empty
     */
    public static void requireFree(Path path) {
        if (path == null || !Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new InputException(path.toString(), "", "a file", "a new or empty folder");
        }
        boolean run = Files.exists(path.resolve(MANIFEST));
        try (Stream<Path> content = Files.list(path)) {
            // A configuration alone is what a run leaves that was stopped before it had begun.
            if (content.anyMatch(file -> !file.endsWith(CONFIG))) {
                throw new InputException(path.toString(), "",
                        run ? "a run" : "a folder that is not empty",
                        "a new or empty folder" + (run ? ", or --resume" : ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a run for reading or resuming.
     *
     * @param path a run's folder
     * @return the run
     * @throws InputException if it is no run, or one of another format version
     */
    public static RunFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new InputException(path.toString(), "",
                    Files.exists(path) ? "a file" : "no such folder", "a run's folder");
        }
        if (!Files.exists(path.resolve(MANIFEST))) {
            throw new InputException(path.toString(), "", "a folder without " + MANIFEST,
                    "a run's folder");
        }
        return new RunFolder(path, Manifest.read(path.resolve(MANIFEST)));
    }

    /**
     * Where it is.
     *
     * @return the path as it was given
     */
    public Path path() {
        return path;
    }

    /**
     * What runs here.
     *
     * @return the manifest as last read or written
     */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Where the method keeps its state.
     *
     * @return the path of {@code checkpoint.safetensors}, which need not exist
     */
    public Path checkpoint() {
        return path.resolve("checkpoint.safetensors");
    }

    /**
     * The resolved configuration, overlaid on a record of its type.
     *
     * @param defaults any record of the method's configuration type
     * @param <R> that type
     * @return what {@code config.yaml} holds
     * @throws InputException if that file does not fit
     */
    public <R extends Record> R config(R defaults) {
        return Config.resolve(defaults, configFile(), List.of());
    }

    /**
     * The configuration's file.
     *
     * @return {@code config.yaml}
     */
    public Path configFile() {
        return path.resolve(CONFIG);
    }

    /**
     * The configuration as written.
     *
     * @return the text of {@code config.yaml}
     * @throws InputException if it cannot be read
     */
    public String configText() {
        return Disk.read(configFile(), MAX_METRICS_BYTES);
    }

    /**
     * Opens {@code metrics.csv} for appending.
     *
     * @param lastStep the checkpoint's step, later rows being dropped; -1 when the run begins
     * @return the file; the caller closes it
     * @throws InputException if another process has it open, or it is damaged
     */
    public SeriesFile appendMetrics(long lastStep) {
        return SeriesFile.open(path.resolve(METRICS), METRICS_HEADER, lastStep);
    }

    /**
     * Opens {@code timing.csv} for appending; values are seconds.
     *
     * @param lastStep as for {@link #appendMetrics(long)}
     * @return the file; the caller closes it
     * @throws InputException if another process has it open, or it is damaged
     */
    public SeriesFile appendTiming(long lastStep) {
        return SeriesFile.open(path.resolve(TIMING), TIMING_HEADER, lastStep);
    }

    /**
     * All metrics.
     *
     * @return points by name, names in alphabetical order; empty if none were written yet
     * @throws InputException if the file is damaged
     */
    public Map<String, List<Point>> metrics() {
        Path file = path.resolve(METRICS);
        return Files.exists(file) ? SeriesReader.read(file, METRICS_HEADER) : Map.of();
    }

    /**
     * What the run found.
     *
     * @return its results, or null if it has none yet
     * @throws InputException if the file is damaged
     */
    public Results results() {
        Path file = path.resolve(RESULTS);
        return Files.exists(file) ? Results.read(file) : null;
    }

    /**
     * Writes {@code latencies.csv}; its digest enters the manifest when the run ends.
     *
     * @param latencies what policies reached on each graph
     */
    public void writeLatencies(GraphLatencies latencies) {
        Disk.write(path.resolve(LATENCIES), latencies.text());
    }

    /**
     * What policies reached on each graph.
     *
     * @return the content of {@code latencies.csv}
     * @throws InputException if the run has none, or the file is damaged
     */
    public GraphLatencies latencies() {
        return GraphLatencies.read(path.resolve(LATENCIES));
    }

    /**
     * Writes {@code world.json}; its digest enters the manifest when the run ends.
     *
     * @param world what a policy came to in a scenario
     */
    public void writeWorld(WorldResults world) {
        Disk.write(path.resolve(WORLD), Json.pretty(world));
    }

    /**
     * What a policy came to in a scenario.
     *
     * @return the content of {@code world.json}, or null where the run has none
     * @throws InputException if the file is damaged
     */
    public WorldResults world() {
        Path file = path.resolve(WORLD);
        return Files.exists(file) ? WorldResults.read(file) : null;
    }

    /**
     * Ends the run: writes the results, then the manifest with all digests.
     *
     * @param results what was found
     * @param digests the method's own digests by name; those of the files are added
     */
    public void finish(Results results, Map<String, String> digests) {
        Disk.write(path.resolve(RESULTS), Json.pretty(results));
        finish(digests);
    }

    /**
     * Ends the run with what its folder holds: writes the manifest with all digests.
     *
     * @param digests digests by name; those of the files are added
     */
    public void finish(Map<String, String> digests) {
        Map<String, String> all = new TreeMap<>(digests);
        all.put("metrics", sha256(""));
        for (String file : List.of(METRICS, RESULTS, LATENCIES, WORLD)) {
            if (Files.exists(path.resolve(file))) {
                all.put(file.substring(0, file.indexOf('.')),
                        sha256(Disk.read(path.resolve(file), MAX_METRICS_BYTES)));
            }
        }
        manifest = manifest.finish(all);
        Disk.write(path.resolve(MANIFEST), Json.pretty(manifest));
    }

    /**
     * One digest of the whole outcome: of all digests with their names.
     *
     * @return 32 hexadecimal digits; null while the run is not finished
     */
    public String digest() {
        if (!manifest.finished()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        manifest.digests().forEach((name, digest) ->
                text.append(name).append(' ').append(digest).append('\n'));
        return sha256(text.toString());
    }

    /**
     * Writes the report.
     *
     * @param html the whole page
     */
    public void writeReport(String html) {
        Disk.write(path.resolve("report.html"), html);
    }

    private static String sha256(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}

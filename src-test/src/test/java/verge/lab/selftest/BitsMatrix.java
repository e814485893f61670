package verge.lab.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import verge.Runtimes;
import verge.lab.InOrder;
import verge.lab.Main;

/**
 * Runs {@code verge selftest bits} in many configurations of the virtual machine and compares what
 * they print with what the first one printed. {@code src-test/bits-matrix} starts it by itself.
 */
final class BitsMatrix {
    private static final int DEFAULT_STRENGTH = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Path> homes = Runtimes.found();
    private final List<String> jdks = new ArrayList<>();
    private int shown;

    /** Two configurations that do not agree, and where; or one that did not end well. */
    static final class Difference extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Difference(String message) {
            super(message);
        }
    }

    BitsMatrix() throws IOException {
        for (Path home : homes) {
            jdks.add(home.getFileName() + " (" + Runtimes.feature(home) + ")");
        }
    }

    /** Configurations among which every combination of so many values occurs that is possible. */
    List<Configuration> covering(int strength) {
        List<Configuration> chosen = new ArrayList<>();
        for (int[] combination : Covering.of(Configuration.sizes(jdks.size()), strength,
                c -> Configuration.of(jdks, c).possible())) {
            chosen.add(Configuration.of(jdks, combination));
        }
        return chosen;
    }

    /** The ordinary configuration, then those that differ from it by one value. */
    List<Configuration> oneByOne() {
        int[] sizes = Configuration.sizes(jdks.size());
        List<Configuration> chosen = new ArrayList<>();
        chosen.add(Configuration.of(jdks, new int[sizes.length]));
        for (int axis = 0; axis < sizes.length; axis++) {
            for (int value = 1; value < sizes[axis]; value++) {
                int[] combination = new int[sizes.length];
                combination[axis] = value;
                Configuration one = Configuration.of(jdks, combination);
                if (one.possible() && !one.slow()) {
                    chosen.add(one);
                }
            }
        }
        return chosen;
    }

    /**
     * Runs the audit in each configuration, prints a line for each, several at once.
     *
     * @param brief whether with {@code --short}
     * @param processes how many at once
     * @throws Difference the first that is found
     */
    void run(List<Configuration> configurations, boolean brief, int processes) {
        System.out.println(configurations.size() + " configurations, "
                + (brief ? "short audit" : "whole audit"));
        System.out.println("    seconds  digest        "
                + String.join(" | ", Configuration.names()));
        shown = 0;
        JsonNode first = audit(configurations.get(0), brief);
        InOrder.map(configurations.size() - 1, processes, i -> {
            Configuration other = configurations.get(i + 1);
            compare(configurations.get(0), first, other, audit(other, brief));
            return other;
        });
    }

    private JsonNode audit(Configuration configuration, boolean brief) {
        long from = System.nanoTime();
        try {
            JsonNode audit = start(configuration, brief);
            show(configuration, audit.get("digest").asText(), (System.nanoTime() - from) * 1e-9);
            return audit;
        } catch (IOException e) {
            throw new Difference(configuration.values() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Difference(configuration.values() + ": stopped");
        }
    }

    private synchronized void show(Configuration configuration, String digest, double seconds) {
        System.out.printf("%3d %7.1f  %s  %s%n", ++shown, seconds, digest.substring(0, 12),
                String.join(" | ", configuration.values().values()));
    }

    private JsonNode start(Configuration configuration, boolean brief)
            throws IOException, InterruptedException {
        Path home = homes.get(jdks.indexOf(configuration.values().get("JDK")));
        List<String> command = new ArrayList<>(List.of(Runtimes.java(home).toString(),
                "--add-modules", "jdk.incubator.vector", "-Xmx512m"));
        command.addAll(configuration.options());
        command.addAll(List.of("-cp", Runtimes.classPath(), Main.class.getName(), "selftest",
                "bits", "--json", "--threads", Integer.toString(configuration.threads())));
        if (brief) {
            command.add("--short");
        }
        Path errors = Files.createTempFile("verge-bits", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("LC_ALL", configuration.locale());
        Process process = builder.start();
        try {
            JsonNode audit = JSON.readTree(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0 || audit.isMissingNode()) {
                throw new Difference(configuration.values() + " ended with code "
                        + process.exitValue() + "; changed while it ran: "
                        + audit.path("unsteady") + "\n" + Files.readString(errors));
            }
            return audit;
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    /**
     * Compares two audits.
     *
     * @throws Difference if they are not equal; it names both configurations and the first kernel
     *         or layer
     */
    static void compare(Configuration one, JsonNode first, Configuration other, JsonNode second) {
        for (String part : List.of("kernels", "layers")) {
            for (Map.Entry<String, JsonNode> name : first.get(part).properties()) {
                differ(part.substring(0, part.length() - 1) + " " + name.getKey(), one,
                        name.getValue(), other, second.get(part).path(name.getKey()));
            }
        }
        differ("the digest of all", one, first.get("digest"), other, second.get("digest"));
    }

    private static void differ(String what, Configuration one, JsonNode first,
            Configuration other, JsonNode second) {
        if (!first.equals(second)) {
            throw new Difference(what + " differs:\n  " + first.asText() + "  " + one.values()
                    + "\n  " + second.asText() + "  " + other.values());
        }
    }

    /**
     * Takes the strength of the covering, 1 to the number of axes; {@value #DEFAULT_STRENGTH} if
     * none is given. Ends with code 1 at a difference.
     */
    public static void main(String[] args) throws IOException {
        int strength = args.length == 0 ? DEFAULT_STRENGTH : Integer.parseInt(args[0]);
        BitsMatrix matrix = new BitsMatrix();
        int processes = Runtime.getRuntime().availableProcessors();
        try {
            matrix.run(matrix.oneByOne(), false, processes);
            matrix.run(matrix.covering(strength), true, processes);
            System.out.println("no difference");
        } catch (Difference e) {
            System.out.flush();
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}

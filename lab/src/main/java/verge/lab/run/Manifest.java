package verge.lab.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import verge.lab.text.Json;
import verge.sim.core.InputException;

/**
 * What ran, where and with what outcome, as {@code manifest.json} holds it.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param verge Verge's version
 * @param method the method's name
 * @param scenario the scenario's name, or null
 * @param seed the root seed
 * @param budget the budget's name
 * @param jdk version and vendor of the virtual machine
 * @param os name and version of the operating system
 * @param arch the processor's architecture
 * @param kernels which kernels computed
 * @param state {@link #RUNNING} or {@link #FINISHED}
 * @param digests digest by name, of parameters, metrics and the like; empty until finished
 */
public record Manifest(int formatVersion, String verge, String method, String scenario, long seed,
        String budget, String jdk, String os, String arch, String kernels, String state,
        Map<String, String> digests) {
    /** The version of run folders that is written and read here. */
    public static final int FORMAT_VERSION = 1;
    /** The state of a run that has not come to its end. */
    public static final String RUNNING = "running";
    /** The state of a run that has. */
    public static final String FINISHED = "finished";
    private static final int MAX_BYTES = 1 << 20;

    /** Sorts the digests by name. */
    public Manifest {
        digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    }

    /**
     * The manifest of a run that begins, on this virtual machine.
     *
     * @param method the method's name
     * @param scenario the scenario's name, or null
     * @param seed the root seed
     * @param budget the budget's name
     * @param kernels which kernels compute
     * @return a manifest in state {@link #RUNNING}
     */
    public static Manifest begin(String method, String scenario, long seed, String budget,
            String kernels) {
        return new Manifest(FORMAT_VERSION, version(), method, scenario, seed, budget,
                System.getProperty("java.vm.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"), kernels, RUNNING, Map.of());
    }

    /**
     * Verge's version.
     *
     * @return the jar's, or {@code development} where there is no jar
     */
    public static String version() {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * The same run, at its end.
     *
     * @param outcome digest by name
     * @return a manifest in state {@link #FINISHED}
     */
    public Manifest finish(Map<String, String> outcome) {
        return new Manifest(formatVersion, verge, method, scenario, seed, budget, jdk, os, arch,
                kernels, FINISHED, outcome);
    }

    /**
     * Whether the run came to its end.
     *
     * @return false while it runs and after it was stopped
     */
    public boolean finished() {
        return state.equals(FINISHED);
    }

    /**
     * Reads a manifest.
     *
     * @param file a {@code manifest.json}
     * @return its content
     * @throws InputException if it is no such file, or of another format version
     */
    static Manifest read(Path file) {
        Manifest manifest = Json.read(file, Manifest.class, FORMAT_VERSION, MAX_BYTES);
        if (manifest.method == null || manifest.budget == null || manifest.verge == null) {
            throw new InputException(file.toString(), "",
                    "a manifest without method, budget or version", "all three");
        }
        if (!RUNNING.equals(manifest.state) && !FINISHED.equals(manifest.state)) {
            throw new InputException(file.toString(), "state", String.valueOf(manifest.state),
                    RUNNING + " or " + FINISHED);
        }
        return manifest;
    }
}

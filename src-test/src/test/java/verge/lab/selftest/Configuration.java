package verge.lab.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to start the audit of bits: what there is to vary, in axes, and one value of each.
 *
 * @param values the value on each axis, by the axis' name
 * @param options of the virtual machine
 * @param threads of the audit
 * @param locale of the environment
 */
record Configuration(Map<String, String> values, List<String> options, int threads,
        String locale) {

    /** The axes but for the JDK, each with its ordinary value first. */
    private static final Map<String, List<String>> AXES = axes();
    private static final List<String> OWN_VECTORS = List.of("AVX3", "AVX2", "as it is");

    private static Map<String, List<String>> axes() {
        String processor = System.getProperty("os.arch");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        Map<String, List<String>> axes = new LinkedHashMap<>();
        axes.put("kernels", List.of("auto", "scalar", "512", "256", "128"));
        axes.put("processor", intel ? List.of("AVX3", "AVX2", "AVX1", "AVX0", "no FMA")
                : List.of("as it is", "no FMA"));
        axes.put("compiler", List.of("C2", "C1", "none"));
        axes.put("collector", List.of("Serial", "Parallel", "G1"));
        axes.put("threads", List.of("1", "2", "3", "8"));
        axes.put("locale", List.of("C", "tr-TR"));
        return axes;
    }

    /** The names of all axes, the JDK's first. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("JDK"));
        names.addAll(AXES.keySet());
        return names;
    }

    /** How many values each axis has, where so many JDKs are found. */
    static int[] sizes(int jdks) {
        int[] sizes = new int[AXES.size() + 1];
        sizes[0] = jdks;
        int axis = 1;
        for (List<String> values : AXES.values()) {
            sizes[axis++] = values.size();
        }
        return sizes;
    }

    /**
     * The configuration of one value on each axis.
     *
     * @param jdks the names of the JDKs
     * @param combination the number of the value on each axis
     */
    static Configuration of(List<String> jdks, int[] combination) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("JDK", jdks.get(combination[0]));
        int axis = 1;
        for (Map.Entry<String, List<String>> each : AXES.entrySet()) {
            values.put(each.getKey(), each.getValue().get(combination[axis++]));
        }
        List<String> options = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
        options.addAll(kernels(values.get("kernels")));
        options.addAll(processor(values.get("processor")));
        options.addAll(compiler(values.get("compiler")));
        options.add("-XX:+Use" + values.get("collector") + "GC");
        String locale = values.get("locale").replace('-', '_');
        if (!locale.equals("C")) {
            options.add("-Duser.language=" + locale.substring(0, 2));
            options.add("-Duser.country=" + locale.substring(3));
        }
        return new Configuration(values, options, Integer.parseInt(values.get("threads")), locale);
    }

    private static List<String> kernels(String value) {
        return switch (value) {
            case "auto" -> List.of();
            case "scalar" -> List.of("-Dverge.kernels=scalar");
            default -> List.of("-Dverge.kernels=vector", "-Dverge.vector.bits=" + value);
        };
    }

    private static List<String> processor(String value) {
        return switch (value) {
            case "as it is" -> List.of();
            case "no FMA" -> List.of("-XX:-UseFMA");
            default -> List.of("-XX:UseAVX=" + value.substring("AVX".length()));
        };
    }

    private static List<String> compiler(String value) {
        return switch (value) {
            case "C2" -> List.of();
            case "C1" -> List.of("-XX:TieredStopAtLevel=1");
            default -> List.of("-Xint");
        };
    }

    /**
     * Whether it can be run in reasonable time: vectors can be forced upon a virtual machine that
     * does not compile them to instructions, but are then objects, thousands of times slower.
     */
    boolean possible() {
        boolean forced = values.get("kernels").matches("\\d+");
        return !forced || values.get("compiler").equals("C2")
                && OWN_VECTORS.contains(values.get("processor"));
    }

    /** Whether the whole audit would take very long in it. */
    boolean slow() {
        return values.get("compiler").equals("none");
    }
}

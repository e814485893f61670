package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages and what they may use: a strict order, read from the sources. */
class ArchitectureTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final List<String> MODULES =
            List.of("autodiff", "nn", "sim", "algorithms", "lab", "bench");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");
    private static final Pattern USE =
            Pattern.compile("\\b(verge(?:\\.[a-z]+)+"
                    + "|(?:org|com|it|info|me|jdk|sun|net)(?:\\.[a-z0-9]+)+)\\.[A-Z]");

    /** Package -> what it may use besides itself and the JDK. */
    private static final Map<String, List<String>> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("verge.autodiff.kernel", List.of("jdk.incubator.vector", "com.sun.management"));
        ALLOWED.put("verge.autodiff", List.of("verge.autodiff.kernel", "org.ejml"));
        ALLOWED.put("verge.nn", List.of("verge.autodiff", "verge.autodiff.kernel"));
        String[] libraries = {"it.unimi.dsi.fastutil", "org.apache.commons.math3"};
        allow("verge.sim.core", libraries);
        allow("verge.sim.model", libraries, "verge.sim.core");
        allow("verge.sim.workload", libraries, "verge.sim.core");
        allow("verge.sim.world", libraries, "verge.sim.core", "verge.sim.model",
                "verge.sim.workload");
        allow("verge.sim.policy", libraries, "verge.sim.core", "verge.sim.model",
                "verge.sim.workload", "verge.sim.world");
        String[] below = {"verge.autodiff", "verge.autodiff.kernel", "verge.nn", "verge.sim.core",
            "verge.sim.model", "verge.sim.workload", "verge.sim.world", "verge.sim.policy"};
        allow("verge.algorithms.rl", below);
        allow("verge.algorithms.dag", below, "verge.algorithms.rl");
        for (String paper : List.of("mrlco", "mrlato", "drl", "star", "crbdrqn", "ctotp")) {
            allow("verge.algorithms." + paper, below, "verge.algorithms.rl",
                    "verge.algorithms.dag");
        }
    }

    private static void allow(String name, String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        ALLOWED.put(name, all);
    }

    @Test
    void packagesUseOnlyWhatLiesBelowThem() throws IOException {
        List<String> violations = new ArrayList<>();
        int files = 0;
        for (Path file : sources()) {
            files++;
            String text = Files.readString(file);
            String name = packageOf(text);
            List<String> allowed = name.startsWith("verge.lab") || name.startsWith("verge.bench")
                    ? null : ALLOWED.get(name);
            if (allowed == null && !name.startsWith("verge.lab")
                    && !name.startsWith("verge.bench")) {
                violations.add(file + ": package " + name + " has no rule");
                continue;
            }
            for (String used : uses(text)) {
                if (allowed != null && !used.equals(name) && !isAllowed(used, allowed)) {
                    violations.add(file + ": " + name + " uses " + used);
                }
                if (name.startsWith("verge.lab") && used.startsWith("verge.bench")) {
                    violations.add(file + ": " + name + " uses " + used);
                }
            }
        }
        assertThat(violations).isEmpty();
        assertThat(files).isGreaterThan(60);
    }

    @Test
    void ejmlIsConfinedToOneClass() throws IOException {
        List<String> users = new ArrayList<>();
        for (Path file : sources()) {
            boolean benchmark = file.toString().contains("/verge/bench/");     // a comparator there
            if (!benchmark && code(Files.readString(file)).contains("org.ejml")) {
                users.add(file.getFileName().toString());
            }
        }
        assertThat(users).containsExactly("Matrices.java");
    }

    @Test
    void theRuleCatchesAViolation() {
        assertThat(uses("package verge.sim.core;\nimport verge.autodiff.Tape;\n"))
                .containsExactly("verge.autodiff");
        assertThat(uses("class A { verge.nn.Linear l; // verge.lab.Main\n }"))
                .containsExactly("verge.nn");
        assertThat(isAllowed("verge.autodiff", ALLOWED.get("verge.sim.core"))).isFalse();
        assertThat(isAllowed("verge.algorithms.star", ALLOWED.get("verge.algorithms.mrlco")))
                .isFalse();
        assertThat(isAllowed("org.ejml.simple", ALLOWED.get("verge.autodiff"))).isTrue();
    }

    @Test
    void everyPackageLivesInOneModule() throws IOException {
        Map<String, Set<Path>> modules = new TreeMap<>();
        for (Path file : sources()) {
            modules.computeIfAbsent(packageOf(Files.readString(file)), p -> new HashSet<>())
                    .add(ROOT.relativize(file).getName(0));
        }
        assertThat(modules).allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
    }

    private static boolean isAllowed(String used, List<String> allowed) {
        for (String one : allowed) {
            boolean library = !one.startsWith("verge");
            if (used.equals(one) || library && used.startsWith(one)) {
                return true;
            }
        }
        return false;
    }

    /** Packages named in the code, by imports or in full. */
    private static Set<String> uses(String text) {
        Set<String> uses = new HashSet<>();
        Matcher matcher = USE.matcher(code(text));
        while (matcher.find()) {
            uses.add(matcher.group(1));
        }
        return uses;
    }

    /** The text without comments and string literals. */
    private static String code(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"")
                .replaceAll("//[^\n]*", "");
    }

    private static String packageOf(String text) {
        Matcher matcher = PACKAGE.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                walk.filter(f -> f.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        return files;
    }
}

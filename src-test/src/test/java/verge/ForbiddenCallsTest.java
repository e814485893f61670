package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verge.ClassFile.Use;

/** Nothing that is forbidden is called, and each rule sees what it is there for. */
class ForbiddenCallsTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final List<String> MODULES = List.of("autodiff", "nn", "sim", "algorithms", "lab");

    private static final String REDUCTION = "reduction of lanes, whose order is not defined";
    private static final String VECTOR_FUNCTION = "transcendental function of vectors";

    @Test
    void nothingForbiddenIsCalled() throws IOException {
        List<ClassFile> files = new ArrayList<>();
        for (String module : MODULES) {
            Path classes = ROOT.resolve(module).resolve("target").resolve("classes");
            try (Stream<Path> walk = Files.walk(classes)) {
                for (Path file : walk.filter(f -> f.toString().endsWith(".class")).sorted()
                        .toList()) {
                    files.add(ClassFile.read(file));
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(250);
        List<String> found = new ArrayList<>();
        for (ClassFile file : files) {
            ForbiddenCalls.in(file)
                    .forEach(call -> found.add(file.name() + ": " + call));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void eachRuleFindsItsOffenderAndNothingElse() throws Exception {
        Map<Class<?>, String> offenders = new LinkedHashMap<>();
        offenders.put(Transcendental.class, "transcendental function of java.lang.Math");
        offenders.put(ByReference.class, "transcendental function of java.lang.Math");
        offenders.put(Fused.class, "fused multiply-add outside FloatMath");
        offenders.put(Text.class, "text of a float or double");
        offenders.put(Appended.class, "text of a float or double");
        offenders.put(Formatted.class, "text of a float or double");
        offenders.put(Concatenated.class, "concatenation of a float or double");
        offenders.put(Boxed.class, "concatenation of a float or double");
        offenders.put(Parallel.class, "parallel stream");
        offenders.put(Hashed.class, "a hash table that is gone through");
        offenders.put(Salted.class, "a hash table that is gone through");
        offenders.put(Clocked.class, "wall clock");
        offenders.put(Unseeded.class, "randomness beside the random streams");
        offenders.put(Identity.class, "identity as a number");
        for (Map.Entry<Class<?>, String> offender : offenders.entrySet()) {
            List<String> found = found(offender.getKey());
            assertThat(found).as(offender.getKey().getSimpleName()).isNotEmpty()
                    .allMatch(call -> call.startsWith(offender.getValue() + ": "));
        }
        assertThat(found(Innocent.class)).isEmpty();
        Set<String> tested = new TreeSet<>(offenders.values());
        tested.addAll(List.of(REDUCTION, VECTOR_FUNCTION));
        assertThat(tested).isEqualTo(new TreeSet<>(ForbiddenCalls.rules()));
    }

    /** Named by hand: the tests are compiled without the module of vectors. */
    @Test
    void theRulesOfVectorsFindTheirOffendersAndNothingElse() {
        String vectors = "jdk/incubator/vector/";
        String type = "(Ljdk/incubator/vector/VectorOperators$Associative;)F";
        assertThat(found(new Use(vectors + "FloatVector", "reduceLanes", type)))
                .hasSize(1).allMatch(call -> call.startsWith(REDUCTION));
        assertThat(found(new Use(vectors + "VectorOperators", "EXP", "Ljava/lang/Object;")))
                .hasSize(1).allMatch(call -> call.startsWith(VECTOR_FUNCTION));
        assertThat(found(new Use(vectors + "VectorOperators", "ADD", "Ljava/lang/Object;")))
                .isEmpty();
        assertThat(found(new Use(vectors + "FloatVector", "fma", "(FF)F"))).isEmpty();
    }

    private static List<String> found(Use use) {
        return ForbiddenCalls.in(new ClassFile("x/Y", List.of(use), List.of()));
    }

    private static List<String> found(Class<?> type) throws IOException, URISyntaxException {
        Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        ClassFile file = ClassFile.read(classes.resolve(type.getName().replace('.', '/') + ".class"));
        assertThat(file.name()).isEqualTo(type.getName().replace('.', '/'));
        return ForbiddenCalls.in(file);
    }

    private static final class Transcendental {
        double of(double x) {
            return Math.exp(x);
        }
    }

    private static final class ByReference {
        DoubleUnaryOperator of() {
            return Math::tanh;
        }
    }

    private static final class Fused {
        float of(float x) {
            return Math.fma(x, x, x);
        }
    }

    private static final class Text {
        String of(double x) {
            return Double.toString(x) + String.valueOf((float) x);
        }
    }

    private static final class Appended {
        StringBuilder of(StringBuilder out, float x) {
            return out.append(x);
        }
    }

    private static final class Formatted {
        String of(double x) {
            return String.format(Locale.ROOT, "%.3f", x);
        }
    }

    private static final class Concatenated {
        String of(int n, float x) {
            return "x " + n + " " + x;
        }
    }

    private static final class Boxed {
        String of(Double x) {
            return "x " + x;
        }
    }

    private static final class Parallel {
        double of(List<Double> x) {
            return x.parallelStream().mapToDouble(v -> v).sum();
        }
    }

    private static final class Hashed {
        int of(String[] words) {
            Map<String, Integer> table = new HashMap<>();
            int hash = 0;
            for (String word : words) {
                table.merge(word, 1, Integer::sum);
            }
            for (Map.Entry<String, Integer> entry : table.entrySet()) {
                hash = 31 * hash + entry.getValue();
            }
            return hash;
        }
    }

    private static final class Salted {
        String of() {
            return Set.of("a", "b").iterator().next();
        }
    }

    private static final class Clocked {
        long of() {
            return System.nanoTime();
        }
    }

    private static final class Unseeded {
        int of() {
            return new Random().nextInt();
        }
    }

    private static final class Identity {
        int of(Object x) {
            return System.identityHashCode(x);
        }
    }

    /** What is near the forbidden, and sound. */
    private static final class Innocent {
        private final Set<String> seen = new HashSet<>();

        String of(double x, Map<String, Integer> ordered) {
            seen.add("x");
            int lanes = seen.size();
            double y = Math.sqrt(StrictMath.exp(x)) + Math.max(Math.abs(x), 1);
            return "x " + (y > lanes) + " " + seen.contains("y") + ordered.size() + 'c' + 1L
                    + new StringBuilder().append(lanes).append("y");
        }
    }
}

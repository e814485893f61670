package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tidiness of the sources: line lengths, sizes of classes, calls that would cost reproducibility. */
class HouseTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final List<String> MODULES =
            List.of("autodiff", "nn", "sim", "algorithms", "lab", "bench", "src-test");

    private static final Pattern FMA = Pattern.compile("(?<![A-Za-z])Math\\.fma\\(");

    /** What differs between JDKs, runs or machines; Math.sqrt and the like are exact. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "(?<![A-Za-z])Math\\.(exp|log|log10|log1p|expm1|pow|sin|cos|tan|tanh|sinh|cosh|cbrt|atan|"
            + "atan2|asin|acos|hypot|random)\\(|reduceLanes\\(|\\.parallelStream\\(|\\.parallel\\(\\)|"
            + "new Random\\(|ThreadLocalRandom|new HashMap<.*>\\(\\)\\.(keySet|values|entrySet)|"
            + "Double\\.toString\\(|Float\\.toString\\(|System\\.currentTimeMillis");

    @Test
    void nothingForbiddenIsCalled() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String code = lines.get(i).replaceAll("//.*|^\\s*\\*.*|^\\s*/\\*.*", "");
                if (FORBIDDEN.matcher(code).find()) {
                    found.add(file + ":" + (i + 1) + ": " + code.strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theRuleKnowsWhatItForbids() {
        assertThat(FORBIDDEN.matcher("x = Math.exp(y);").find()).isTrue();
        assertThat(FORBIDDEN.matcher("v.reduceLanes(ADD)").find()).isTrue();
        assertThat(FORBIDDEN.matcher("StrictMath.exp(y); Math.sqrt(y);").find()).isFalse();
    }

    @Test
    void fusedMultiplyAddHasOnePlace() throws IOException {
        List<String> users = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            if (FMA.matcher(Files.readString(file)).find()) {
                users.add(file.getFileName().toString());
            }
        }
        assertThat(users).containsExactly("FloatMath.java");
    }

    @Test
    void linesAndClassesAreShort() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources("src/main/java", "src/test/java")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > 110) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).length() + " columns");
                }
            }
            int limit = file.toString().contains("kernel") ? 800 : 450;
            if (lines.size() > limit) {
                found.add(file + ": " + lines.size() + " lines");
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources(String... folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            for (String folder : folders) {
                Path sources = ROOT.resolve(module).resolve(folder);
                if (!Files.isDirectory(sources)) {
                    continue;
                }
                try (Stream<Path> walk = Files.walk(sources)) {
                    walk.filter(f -> f.toString().endsWith(".java")).sorted().forEach(files::add);
                }
            }
        }
        return files;
    }
}

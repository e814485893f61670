package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tidiness of the sources: line lengths, sizes of classes. */
class HouseTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final List<String> MODULES =
            List.of("autodiff", "nn", "sim", "algorithms", "lab", "bench", "src-test");

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

package verge.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No loop over vectors can be inlined into code of which it does not know how large it is. */
class VectorInliningTest {

    private static final Path KERNELS = Path.of(System.getProperty("verge.root", ".."),
            "autodiff/src/main/java/verge/autodiff/kernel");

    @Test
    void classesWithVectorsAreNotInlined() throws IOException, ClassNotFoundException {
        List<String> checked = new ArrayList<>();
        try (Stream<Path> files = Files.list(KERNELS)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (Files.readString(file).contains("FloatVector.fromArray(")) {
                    assertThat(NotInlined.class).isAssignableFrom(
                            Class.forName("verge.autodiff.kernel." + name, false,
                                    getClass().getClassLoader()));
                    checked.add(name);
                }
            }
        }
        assertThat(checked).hasSizeGreaterThanOrEqualTo(7);
    }
}

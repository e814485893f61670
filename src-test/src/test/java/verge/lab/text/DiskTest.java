package verge.lab.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.sim.core.InputException;

class DiskTest {
    @TempDir
    private Path folder;

    @Test
    void writesAWholeFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        Disk.write(file, "first");
        Disk.write(file, "zweite \u00e4");
        assertThat(Disk.read(file, 100)).isEqualTo("zweite \u00e4");
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(file);
        }
    }

    @Test
    void aRefusedWriteLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken/inside")).getParent();
        assertThatThrownBy(() -> Disk.write(taken, "text"))
                .isInstanceOf(UncheckedIOException.class);
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(taken);
        }
    }

    @Test
    void refusesWhatIsNoSmallTextFile() throws IOException {
        Path file = folder.resolve("f");
        assertThatThrownBy(() -> Disk.read(file, 10)).isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Disk.read(folder, 10)).isInstanceOf(InputException.class)
                .hasMessageContaining("a folder");
        Files.writeString(file, "12345678901");
        assertThatThrownBy(() -> Disk.read(file, 10)).isInstanceOf(InputException.class)
                .hasMessageContaining("more than 10 bytes");
        assertThat(Disk.read(file, 11)).hasSize(11);
        Files.write(file, new byte[] {'a', (byte) 0xff, 'b'});
        assertThatThrownBy(() -> Disk.read(file, 10)).isInstanceOf(InputException.class)
                .hasMessageContaining("byte 1").hasMessageContaining("not UTF-8");
        Files.write(file, new byte[] {'a', 0});
        assertThatThrownBy(() -> Disk.read(file, 10)).isInstanceOf(InputException.class);
    }
}

package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;

class GraphWriterTest {

    @TempDir
    private Path folder;

    @Test
    void readingBackGivesTheSameGraph() {
        RandomStream random = new RandomStream(1, "writer");
        for (int i = 0; i < 200; i++) {
            TaskGraphGenerator.Shape shape = TaskGraphGenerator.Shape.paper(
                    1 + random.nextInt(60), random.nextDouble(), random.nextDouble(), 0.4);
            TaskGraph graph = TaskGraphGenerator.generate(shape, random, "g");
            Path file = folder.resolve("g.gv");
            GraphWriter.write(graph, file);
            assertThat(GraphReader.read(file).sameAs(graph)).isTrue();
        }
        assertThat(folder.toFile().list()).containsExactly("g.gv");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        TaskGraph graph = TaskGraphGenerator.generate(
                TaskGraphGenerator.Shape.paper(5, 0.5, 0.5, 0.5), new RandomStream(2, "g"), "g");
        Path target = Files.createDirectories(folder.resolve("taken.gv/inside")).getParent();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphWriter.write(graph, target))
                .withMessageContaining("taken.gv");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphWriter.write(graph, folder.resolve("none/g.gv")));
        assertThat(folder.toFile().list()).containsExactly("taken.gv");
    }

    @Test
    void refusesWhatTheFormatCannotSay() {
        double[][] unfit = {{1.5, 1.5, 1}, {1, 2, 1}, {1, 1, 0.5}, {1e17, 1e17, 1}};
        for (double[] sizes : unfit) {
            TaskGraph.Builder graph = new TaskGraph.Builder("g");
            graph.addTask(sizes[0], sizes[1], sizes[2]);
            assertThatIllegalArgumentException().isThrownBy(() -> GraphWriter.text(graph.build()));
        }
    }
}

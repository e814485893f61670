package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;
import verge.sim.core.TaskGraph;

class GraphReaderTest {

    private static final String GOOD = """
            // made by hand
            digraph G {
              1 [size="400", alpha="0.06", expect_size="200"]
              1 -> 3 [size ="200"]
              1 -> 2 [size ="200"]
              2 [size="600", alpha="0.10", expect_size="300"]
              2 -> 3 [size ="300"]
              2 -> 3 [size ="300"]
              3 [size="800", alpha="1", expect_size="400"]
            }
            """;

    @TempDir
    private Path folder;

    private TaskGraph read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private TaskGraph read(byte[] bytes) {
        try {
            return GraphReader.read(Files.write(folder.resolve("g.gv"), bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsTasksEdgesAndSizes() {
        TaskGraph graph = read(GOOD);
        assertThat(graph.name()).isEqualTo("g.gv");
        assertThat(graph.size()).isEqualTo(3);
        assertThat(graph.workload()).containsExactly(400, 600, 800);
        assertThat(graph.uploadBytes()).containsExactly(400, 600, 800);
        assertThat(graph.resultBytes()).containsExactly(200, 300, 400);
        assertThat(graph.childOffsets()).containsExactly(0, 2, 3, 3);
        assertThat(graph.children()).containsExactly(1, 2, 2);
        assertThat(graph.parents()).containsExactly(0, 0, 1);
    }

    @Test
    void formIsFree() {
        TaskGraph good = read(GOOD);
        assertThat(read(GOOD.replace("\n", "\r\n")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("\n", " \t\n\n")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("]", "];")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("]", "  ] // behind")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("=", "\t =\t").replace(",", " , ")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("  ", "")).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("digraph G", "digraph")).sameAs(good)).isTrue();
        assertThat(read(GOOD.stripTrailing()).sameAs(good)).isTrue();
        assertThat(read(GOOD + "\n  \n").sameAs(good)).isTrue();
        String otherOrder = GOOD.replace("size=\"400\", alpha=\"0.06\", expect_size=\"200\"",
                "expect_size=\"200\", size=\"400\"");
        assertThat(otherOrder).isNotEqualTo(GOOD);
        assertThat(read(otherOrder).sameAs(good)).isTrue();
        assertThat(read(GOOD.replace("// made by hand", "// \u00e9")).sameAs(good)).isTrue();
    }

    @Test
    void edgesMayLeadToLowerNumbers() {
        TaskGraph graph = read("""
                digraph G {
                2 -> 1 [size="5"]
                1 [size="1", expect_size="2"]
                2 [size="3", expect_size="5"]
                }""");
        assertThat(graph.parents()).containsExactly(1);
        assertThat(graph.resultBytes()).containsExactly(2, 5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        "made by hand           | made \u0001 hand     | line 1, column 9 | control character",
        "// made                | / made               | line 1, column 2 | second /",
        "digraph                | graph                | line 2, column 1 | \"graph\"",
        "digraph G {            | digraph G            | line 2           | opening brace",
        "digraph G {            | digraph G { 1        | line 2           | end of the line",
        "1 [size=\"400\"        | 1 [size=\"-400\"     | line 3, column 12| whole number",
        "1 [size=\"400\"        | 1 [size=\"NaN\"      | line 3, column 12| whole number",
        "1 [size=\"400\"        | 1 [size=\"\"         | line 3, column 12| whole number",
        "1 [size=\"400\"        | 1 [size=\"1e9\"      | line 3, column 13| whole number",
        "1 [size=\"400\"        | 1 [size=\"4.5\"      | line 3, column 13| whole number",
        "1 [size=\"400\"        | 1 [size=400          | line 3, column 11| in quotes",
        "1 [size=\"400\"        | 1 [size=\"9007199254740993\" | line 3, column 12 | 2^53",
        "1 [size=\"400\"        | 1 [size=\"99999999999999999\" | line 3 | longer number",
        "1 [size=\"400\"        | 1 [color=\"400\"     | line 3           | \"color\"",
        "1 [size=\"400\"        | 1 [size=\"4\", size=\"4\" | line 3      | each once",
        "1 [size=\"400\",       | 1 [                  | line 3, column 3 | no size",
        "alpha=\"0.06\"         | alpha=\"x\"          | line 3           | decimal number",
        "alpha=\"0.06\"         | alpha=\"0.\"         | line 3           | decimal number",
        "1 -> 3 [size =\"200\"] | 1 -> 3 [size =\"201\"] | line 4, column 3 | size 201",
        "1 -> 2 [size =\"200\"] | 1 -> 2 [size =\"201\"] | line 5, column 3 | task 1, 200",
        "2 -> 3 [size =\"300\"] | 2 -> 3 [size =\"301\"] | line 7, column 3 | size 301",
        "1 -> 3 [               | 1 -> 3 [beta =\"2\", | line 4           | \"beta\"",
        "1 -> 3 [               | 1 - 3 [              | line 4, column 6 | ->",
        "1 -> 3 [size =\"200\"] | 1 -> 3               | line 4           | [",
        "1 -> 3                 | 1 -> 1               | line 4, column 3 | itself",
        "1 -> 3                 | 1 -> 4               | line 4, column 8 | task 4",
        "1 -> 3                 | 1 -> 0               | line 4, column 8 | task's number",
        "1 -> 3                 | 1 -> 100001          | line 4, column 8 | 100000",
        "1 -> 3                 | 1 -> x               | line 4, column 8 | \"x\"",
        "2 [size=\"600\"        | 3 [size=\"600\"     | line 9, column 3 | second task 3",
        "3 [size=\"800\"        | 4 [size=\"800\"     | line 4, column 8 | task 3",
        "2 -> 3                 | 3 -> 1               | line             | size 300",
        "}                      | ] }                  | line 10          | closing brace",
        "}                      | } x                  | line 10, column 3| nothing after",
        "}                      | }}                   | line 10, column 2| nothing after"})
    void namesThePlaceOfAnError(String from, String to, String place, String words) {
        String bad = GOOD.replaceFirst(java.util.regex.Pattern.quote(from),
                java.util.regex.Matcher.quoteReplacement(to));
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(bad))
                .withMessageContaining("g.gv: " + place)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void refusesCyclesGapsAndEmptyGraphs() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("""
                digraph G {
                1 [size="1", expect_size="2"]
                2 [size="1", expect_size="2"]
                1 -> 2 [size="2"]
                2 -> 1 [size="2"]
                }
                """)).withMessageContaining("cycle").withMessageMatching(".*line [45], .*");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("""
                digraph G {
                1 [size="1", expect_size="2"]
                3 [size="1", expect_size="2"]
                }
                """)).withMessageContaining("line 4, column 1: found 2 tasks, but no task 2");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read("digraph G {\n}\n"))
                .withMessageContaining("line 2, column 1: found no task");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(""))
                .withMessageContaining("line 1, column 1: found the end of the file");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphReader.read(folder)).withMessageContaining("a folder");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphReader.read(folder.resolve("none.gv")))
                .withMessageContaining("found nothing");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphReader.read(Path.of("/dev/zero")))
                .withMessageContaining("/dev/zero");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphReader.readFolder(folder)).withMessageContaining("*.gv");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> GraphReader.readFolder(folder.resolve("none")))
                .withMessageContaining("found nothing");
        assertThatExceptionOfType(InputException.class).isThrownBy(
                () -> GraphReader.readFolder(Files.writeString(folder.resolve("a"), "x")))
                .withMessageContaining("a file");
    }

    @Test
    void boundsLinesAndMemory() {
        String longLine = GOOD.replace("made", "x".repeat(4_097 - "//  by hand".length()));
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(longLine))
                .withMessageContaining("line 1, column 4097").withMessageContaining("longer line");
        assertThat(read(longLine.replace("xx by", "x by")).size()).isEqualTo(3);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(new byte[1 << 20]))
                .withMessageContaining("line 1, column 1");
        // A high number alone must not make the reader allocate for all below it and more.
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(
                "digraph G {\n100000 [size=\"1\", expect_size=\"1\"]\n}\n"))
                .withMessageContaining("no task 1");
    }

    @Test
    void foldersComeInNaturalOrder() throws IOException {
        List<String> names = List.of("random.20.0.gv", "random.20.1.gv", "random.20.2.gv",
                "random.20.10.gv", "random.20.011.gv", "random.20.100.gv", "random.100.0.gv");
        for (String name : names) {
            Files.writeString(folder.resolve(name), GOOD);
        }
        Files.writeString(folder.resolve("notes.txt"), "not a graph");
        assertThat(GraphReader.listFolder(folder))
                .extracting(path -> path.getFileName().toString()).isEqualTo(names);
        assertThat(GraphReader.readFolder(folder)).hasSize(names.size())
                .allMatch(graph -> graph.size() == 3);
    }

    @Test
    void mutatedFilesGiveAGraphOrAnInputException() {
        long seed = 4;
        RandomStream random = new RandomStream(seed, "mutations");
        byte[] good = GraphWriter.text(TaskGraphGenerator.generate(
                TaskGraphGenerator.Shape.paper(12, 0.5, 0.6, 0.5), random, "g"))
                .getBytes(StandardCharsets.US_ASCII);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = Mutations.of(good, random, i % Mutations.KINDS);
            try {
                assertThat(read(bad).size()).as("seed " + seed + ", case " + i).isPositive();
            } catch (InputException e) {
                assertThat(e.getMessage()).as("seed " + seed + ", case " + i)
                        .matches(".*g\\.gv: line \\d+, column \\d+: found .*, expected .*")
                        .matches("\\P{Cntrl}*");
                refused++;
            }
        }
        System.out.println("3000 mutations, " + refused + " refused");
        assertThat(refused).isBetween(1_500, 2_999);
    }

    @Test
    void everyPublishedFileIsReadAndWrittenBack() {
        int files = 0;
        int edges = 0;
        for (String group : new String[] {"n20", "by_n"}) {
            Path root = Shared.path("data/dags/" + group);
            for (String set : root.toFile().list()) {
                for (TaskGraph graph : GraphReader.readFolder(root.resolve(set))) {
                    assertThat(read(GraphWriter.text(graph)).sameAs(graph)).isTrue();
                    files++;
                    edges += graph.children().length;
                }
            }
        }
        System.out.println(files + " files, " + edges + " distinct edges");
        assertThat(files).isEqualTo(3_100);
    }
}

package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

class WorkflowReaderTest {

    static final String WORKFLOW = """
            {
              "name": "made by hand", "schemaVersion": "1.5", "author": {"name": null, "x": [1, {}]},
              "workflow": {
                "specification": {
                  "tasks": [
                    {"name": "a", "id": "a_1", "children": ["b_2"], "parents": [],
                     "inputFiles": ["in"], "outputFiles": ["mid", "log"]},
                    {"name": "b", "id": "b_2", "children": [], "parents": ["a_1"],
                     "inputFiles": ["mid"], "outputFiles": []},
                    {"name": "b", "id": "b_3", "children": [], "parents": ["a"]}
                  ],
                  "files": [{"id": "in", "sizeInBytes": 1000}, {"id": "mid", "sizeInBytes": 200},
                            {"id": "log", "sizeInBytes": 3}]
                },
                "execution": {
                  "makespanInSeconds": 7.5, "executedAt": "2023-03-29T04:01:35Z",
                  "tasks": [{"id": "a_1", "runtimeInSeconds": 2.5, "command": {"arguments":
                             ["--out \\"\\u00e9\\ud83d\\ude00\\""]}},
                            {"id": "b_2", "runtimeInSeconds": 1e1},
                            {"id": "b_3", "runtimeInSeconds": 0}]
                }
              }
            }
            """;

    private static final String OLD = """
            {"name": "old", "workflow": {"makespan": 7, "tasks": [
              {"name": "a_1", "type": "compute", "runtime": 2.5, "parents": [],
               "files": [{"link": "input", "name": "in", "size": 1000},
                         {"link": "output", "name": "mid", "size": 200},
                         {"link": "output", "name": "log", "size": 3}]},
              {"name": "b_2", "runtime": 10, "parents": ["a_1"],
               "files": [{"link": "input", "name": "mid", "size": 200}]},
              {"name": "b_3", "runtimeInSeconds": 0, "parents": ["a_1"]}]}}""";

    @TempDir
    private Path folder;

    private TaskGraph read(String text) {
        try {
            return GraphFiles.read(Files.writeString(folder.resolve("w.json"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsRunTimesFilesAndEdges() {
        TaskGraph graph = read(WORKFLOW);
        assertThat(graph.name()).isEqualTo("w.json");
        double unit = WorkflowUnits.COST_BYTES_PER_SECOND;
        assertThat(graph.workload()).containsExactly(2.5 * unit, 10 * unit, 0);
        assertThat(graph.uploadBytes()).containsExactly(1000, 200, 0);
        assertThat(graph.resultBytes()).containsExactly(203, 0, 0);
        assertThat(graph.childOffsets()).containsExactly(0, 2, 2, 2);
        assertThat(graph.children()).containsExactly(1, 2);
    }

    @Test
    void olderVersionsAndOneLongLineSayTheSame() {
        assertThat(read(OLD).sameAs(read(WORKFLOW))).isTrue();
        assertThat(read(WORKFLOW.replaceAll("\\s*\\n\\s*", "")).sameAs(read(OLD))).isTrue();
        String manyFiles = OLD.replace("\"in\"", "\"" + "i".repeat(5_000) + "\"");
        assertThat(read(manyFiles).sameAs(read(OLD))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, quoteCharacter = '\0',
            value = {
            "\"workflow\": {          | \"flow\": {             | line 24          | no workflow",
            "\"id\": \"b_2\", \"ch    | \"id\": \"a_1\", \"ch   | line 8, column 1 | second task",
            "[\"b_2\"]                | [\"b_4\"]               | line 6           | \"b_4\"",
            "[\"b_2\"]                | [\"a_1\"]               | line 6           | another task",
            "\"parents\": [\"a\"]     | \"parents\": [\"b_3\"]  | line 10          | another task",
            "\"parents\": []          | \"parents\": [\"b_2\"]  | line             | cycle",
            "\"inputFiles\": [\"in\"] | \"inputFiles\": [\"x\"] | line 7           | file \"x\"",
            "\"sizeInBytes\": 1000    | \"sizeInBytes\": -1     | line 12          | bytes",
            "\"sizeInBytes\": 1000    | \"sizeInBytes\": \"1\"  | line 12          | bytes",
            "\"sizeInBytes\": 1000    | \"sizeInBytes\": 01     | line 12          | bytes",
            "\"sizeInBytes\": 1000    | \"size\": 1000          | line 12          | sizeInBytes",
            "\"id\": \"mid\"          | \"id\": \"in\"          | line 12          | second entry",
            "\"runtimeInSeconds\": 0  | \"time\": 0             | line 20          | runtime",
            "{\"id\": \"b_3\"         | {\"id\": \"b_4\"        | line 10          | run time",
            "7.5,                     | 7.5                     | line 16, column 32 | comma",
            "[1, {}]                  | [1, ]                   | line 2           | a value",
            "[1, {}]                  | [1 2]                   | line 2           | comma",
            "null                     | nul                     | line 2           | a value",
            "ud83d                    | ud83dx                  | line 18          | surrogate",
            "u00e9                    | u00eg                   | line 18          | hexadecimal",
            "\"made by hand\"         | \"made by hand          | line 2           | comma",
            "\"schemaVersion\"        | schemaVersion           | line 2           | name"})
    void namesThePlaceOfAnError(String from, String to, String place, String words) {
        String bad = WORKFLOW.replaceFirst(java.util.regex.Pattern.quote(from),
                java.util.regex.Matcher.quoteReplacement(to));
        assertThat(bad).isNotEqualTo(WORKFLOW);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(bad))
                .withMessageContaining("w.json: " + place)
                .withMessageContaining(words);
    }

    @Test
    void depthAndStringsAreBounded() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() ->
                read("{\"x\": " + "[".repeat(100_000))).withMessageContaining("64 levels");
        assertThatExceptionOfType(InputException.class).isThrownBy(() ->
                read("{\"" + "x".repeat(70_000))).withMessageContaining("longer string");
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(WORKFLOW + "x"))
                .withMessageContaining("line 24, column 1").withMessageContaining("nothing behind");
    }

    @Test
    void foldersMayHoldBothFormats() throws IOException {
        read(OLD);
        Files.writeString(folder.resolve("a.gv"), "digraph G {\n1 [size=\"1\", expect_size=\"2\"]\n}");
        assertThat(GraphFiles.list(folder)).extracting(path -> path.getFileName().toString())
                .containsExactly("a.gv", "w.json");
        assertThat(GraphFiles.read(folder.resolve("a.gv")).size()).isEqualTo(1);
    }
}

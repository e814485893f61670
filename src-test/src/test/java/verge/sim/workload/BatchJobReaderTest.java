package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

class BatchJobReaderTest {

    static final String DERIVED = BatchJobReader.HEADER + """

            j_9,1,,2.0,100,110,10.0,50.0,0.2
            j_9,2,3_1,1.0,105,106,1.0,200.0,0.5
            j_9,3,1,nan,120,130,4.0,nan,nan
            j_10,1,,1.0,90,90,0,100.0,0.3
            """;

    static final String PUBLISHED = """
            M1,2,j_9,1,Terminated,100,110,50,0.2
            R2_3_1,1,j_9,1,Terminated,105,106,200,0.5
            J3_1,,j_9,1,Terminated,120,124,,
            task_NjEwNDE2MD==,1,j_10,1,Terminated,90,90,100,0.3
            M7_8,1,j_11,,Failed,,,100,0.3
            MergeTask,3,j_11,2,Running,95,,100,0.3
            M8_Stg2,3,j_11,2,Running,95,,100,0.3
            """;

    @TempDir
    private Path folder;

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("batch_task.csv"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothFormatsSayTheSame() {
        List<TaskGraph> derived = BatchJobReader.graphs(file(DERIVED));
        List<TaskGraph> published = BatchJobReader.graphs(file(PUBLISHED));
        assertThat(derived).hasSize(2);
        assertThat(published).hasSize(3);
        TaskGraph first = derived.get(0);
        assertThat(first.name()).isEqualTo("j_9");
        // 2 instances, half a core, 10 s; 2 cores, 1 s; unknown counts as 1 instance of 1 core.
        double unit = BatchUnits.COST_BYTES_PER_CORE_SECOND;
        assertThat(first.workload()).containsExactly(10 * unit, 2 * unit, 4 * unit);
        double data = BatchUnits.DATA_BYTES_PER_MEMORY_PERCENT;
        assertThat(first.uploadBytes()).containsExactly(0.2 * data, 0.5 * data, 0);
        assertThat(first.parentOffsets()).containsExactly(0, 0, 2, 3);
        assertThat(first.parents()).containsExactly(0, 2, 0);
        assertThat(published.get(0).sameAs(first)).isTrue();
        assertThat(published.get(1).sameAs(derived.get(1))).isTrue();
        assertThat(published.get(2).parents()).containsExactly(2);
    }

    @Test
    void jobsArriveWhenTheirFirstTaskStarts() {
        TaskTrace trace = BatchJobReader.arrivals(file(DERIVED));
        assertThat(trace.seconds()).containsExactly(90, 100);
        assertThat(trace.group()).containsExactly(1, 0);
        assertThat(trace.cycles()).containsExactly(1e6, 16e6);
        assertThat(trace.inputBits()).containsExactly(6e6, 1e7);
        assertThat(trace.resultBits()).containsExactly(6e6, 1e7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        "mem_pct          | mem             | line 1             | header",
        "j_9,2,3_1        | j_9,2,3_        | line 3, column 7   | numbers",
        "j_9,2,3_1        | j_9,2,x         | line 3, column 7   | numbers",
        "j_9,2,3_1        | j_9,2,4         | line 3, column 1   | task 4",
        "j_9,2,3_1        | j_9,2,2         | line 3, column 1   | task 2",
        "j_9,2,3_1        | j_9,1,3_1       | line 3, column 1   | second task 1",
        "j_9,3,1          | j_9,3,2         | line               | circle",
        "j_9,3,1          | j_9,-3,1        | line 4, column 5   | task's number",
        "1.0,105          | -1.0,105        | line 3, column 11  | instances",
        "1.0,105          | inf,105         | line 3, column 11  | instances",
        "1.0,105          | nano,105        | line 3, column 11  | instances",
        "1.0,105          | 1.0,nan         | line 3, column 15  | start",
        "200.0,0.5        | 200.0,0.5,      | line 3             | 9 columns",
        "200.0,0.5        | 200.0           | line 3             | comma",
        "j_10,1           | ,1              | line 5, column 1   | job's name"})
    void namesTheRowOfAnError(String from, String to, String place, String words) {
        String bad = DERIVED.replaceFirst(from, to);
        assertThat(bad).isNotEqualTo(DERIVED);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> BatchJobReader.graphs(file(bad)))
                .withMessageContaining("batch_task.csv: " + place)
                .withMessageContaining(words);
    }

    @Test
    void rowsOfAJobFollowEachOther() {
        assertThatExceptionOfType(InputException.class).isThrownBy(() ->
                BatchJobReader.graphs(file(DERIVED + "j_9,4,,1.0,1,1,0,1,1\n")))
                .withMessageContaining("line 6, column 1: found job j_9 again");
        assertThatExceptionOfType(InputException.class).isThrownBy(() ->
                BatchJobReader.arrivals(file(""))).withMessageContaining("no job");
    }

    @Test
    void theSharedFilesHaveTheJobsThatTheyAreSaidToHave() {
        int[] jobs = {6_595, 3_690, 50};
        int[] tasks = {25_183, 22_409, 197};
        String[] files = {"alibaba_set_0_6600_dags", "medium_filtered", "alibaba_random_50_dags"};
        for (int i = 0; i < files.length; i++) {
            Path file = Shared.path("data/traces/alibaba2018/" + files[i] + ".csv");
            List<TaskGraph> graphs = BatchJobReader.graphs(file);
            assertThat(graphs).hasSize(jobs[i]);
            assertThat(graphs.stream().mapToInt(TaskGraph::size).sum()).isEqualTo(tasks[i]);
            assertThat(BatchJobReader.arrivals(file).size()).isEqualTo(jobs[i]);
        }
    }
}

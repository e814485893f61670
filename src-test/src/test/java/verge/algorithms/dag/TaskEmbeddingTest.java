package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verge.sim.core.OffloadProblem;

class TaskEmbeddingTest {

    /**
     * Ranks: 3.9, 2.5, 1.3 units or so: order 1, 0, 2, 3. At 8 Mbit/s an upload takes as long as
     * local work, the host a tenth, a download the result's size.
     */
    private static OffloadProblem diamond() {
        return Graphs.of(new double[] {2, 4, 1, 1}, new double[] {1, 2, 0.5, 0.5},
                new int[] {0, 2}, new int[] {1, 2}, new int[] {1, 3}, new int[] {2, 3});
    }

    private static float[][] encoded(TaskEmbedding embedding, OffloadProblem problem) {
        int width = embedding.width();
        float[] all = new float[problem.size() * (width + 3)];
        Arrays.fill(all, 77);
        embedding.encode(problem, all, 0, width + 3);
        float[][] rows = new float[problem.size()][];
        for (int p = 0; p < rows.length; p++) {
            rows[p] = Arrays.copyOfRange(all, p * (width + 3), p * (width + 3) + width);
            for (int gap = 0; gap < 3; gap++) {
                assertThat(all[p * (width + 3) + width + gap]).isEqualTo(77);
            }
        }
        return rows;
    }

    @Test
    void releasedIsThePublishedEncoding() throws IOException {
        int graphs = 0;
        for (String set : GoldenGraphs.SETS) {
            for (GoldenGraphs.Case one : GoldenGraphs.cases(set, 10)) {
                JsonNode rows = one.golden().get("encoding");
                float[][] ours = encoded(TaskEmbedding.RELEASED, one.problem());
                assertThat(ours.length).isEqualTo(rows.size());
                for (int p = 0; p < ours.length; p++) {
                    double[] golden = GoldenGraphs.doubles(rows.get(p));
                    float[] rounded = new float[golden.length];
                    for (int k = 0; k < golden.length; k++) {
                        rounded[k] = (float) golden[k];
                    }
                    assertThat(ours[p]).as(set + " " + graphs + " place " + p)
                            .containsExactly(rounded);
                }
                graphs++;
            }
        }
        assertThat(graphs).isEqualTo(10 * 4 * 10);
    }

    @Test
    void releasedByHand() {
        float[][] rows = encoded(TaskEmbedding.RELEASED, diamond());
        assertThat(rows[0]).containsExactly(1, 4, 4, 0.4f, 2, -1, -1, -1, -1, -1, -1,
                2, 3, -1, -1, -1, -1);
        assertThat(rows[2]).containsExactly(2, 1, 1, 0.1f, 0.5f, 0, 1, -1, -1, -1, -1,
                3, -1, -1, -1, -1, -1);
        float[] hub = encoded(TaskEmbedding.RELEASED, Graphs.hub(20))[20];
        assertThat(hub).containsExactly(20, 1, 1, 0.1f, 1, 0, 1, 2, 3, 4, 5,
                21, 22, 23, 24, 25, 26);
    }

    @Test
    void paperSeesPlacesAndNormalisedTimes() {
        float[][] rows = encoded(TaskEmbedding.PAPER, diamond());
        assertThat(TaskEmbedding.PAPER.width()).isEqualTo(17);
        float[] first = padded(0, 1, 1, 0.1f, 0.5f);
        first[11] = 2;                                       // child: task 2 at place 2
        first[12] = 3;
        assertThat(rows[0]).containsExactly(first);
        float[] third = padded(2, 0.25f, 0.25f, 0.025f, 0.125f);
        third[5] = 0;                                        // parents: tasks 1 and 0
        third[6] = 1;
        third[11] = 3;
        assertThat(rows[2]).containsExactly(third);
    }

    private static float[] padded(float... head) {
        float[] row = new float[17];
        Arrays.fill(row, -1);
        System.arraycopy(head, 0, row, 0, head.length);
        return row;
    }

    /** The order here runs against the numbers, so the first by number are the last by place. */
    @Test
    void paperKeepsTheFirstSixPlacesWhateverTheNumbers() {
        OffloadProblem hub = Graphs.hub(20);
        int[] order = new int[41];
        for (int i = 0; i < 20; i++) {
            order[i] = 19 - i;
            order[21 + i] = 40 - i;
        }
        order[20] = 20;
        float[] row = encoded(TaskEmbedding.PAPER, hub.withOrder(order))[20];
        for (int k = 0; k < 6; k++) {
            assertThat(row[5 + k]).isEqualTo(k);
            assertThat(row[11 + k]).isEqualTo(21 + k);
        }
    }

    /** Order 1, 2, 0, 3: the parents 0 and 2 of task 3 are at places 2 and 1. */
    @Test
    void paperCountsPlacesAndNotNumbers() {
        double[] ones = {1, 1, 1, 1};
        OffloadProblem problem = Graphs.of(ones, ones, new int[] {0, 3}, new int[] {2, 3})
                .withOrder(new int[] {1, 2, 0, 3});
        float[][] rows = encoded(TaskEmbedding.PAPER, problem);
        assertThat(rows[3]).startsWith(3, 1, 1, 0.1f, 1, 1, 2, -1);
        assertThat(rows[2][0]).isEqualTo(2);
        assertThat(rows[2][11]).isEqualTo(3);
    }

    @Test
    void vergeMarksEveryNeighbourByItsDistance() {
        float[][] rows = encoded(TaskEmbedding.VERGE, diamond());
        assertThat(TaskEmbedding.VERGE.width()).isEqualTo(39);
        float[] second = new float[39];                      // task 0; the mean local time is 2
        second[0] = 0.25f;
        second[1] = 1;
        second[2] = 1;
        second[3] = 0.1f;
        second[4] = 0.5f;
        second[6] = 1 / 8f;
        second[23] = 1;                                      // child at distance 1
        assertThat(rows[1]).containsExactly(second);
        float[] last = new float[39];
        last[0] = 0.75f;
        last[1] = 0.5f;
        last[2] = 0.5f;
        last[3] = 0.05f;
        last[4] = 0.25f;
        last[5] = 2 / 8f;
        last[7] = 1;                                         // parents at distances 1 and 3
        last[9] = 1;
        assertThat(rows[3]).containsExactly(last);
        float[] hub = encoded(TaskEmbedding.VERGE, Graphs.hub(20))[20];
        float[] expected = new float[39];
        Arrays.fill(expected, 7, 39, 1);
        System.arraycopy(new float[] {20 / 41f, 1, 1, 0.1f, 1, 2.5f, 2.5f}, 0, expected, 0, 7);
        assertThat(hub).containsExactly(expected);
    }

    @Test
    void graphsWithoutSizesHaveNoTimes() {
        for (TaskEmbedding embedding : TaskEmbedding.values()) {
            for (float[] row : encoded(embedding, Graphs.zeros(3))) {
                assertThat(Arrays.copyOfRange(row, 1, 5)).containsOnly(0);
            }
        }
    }
}

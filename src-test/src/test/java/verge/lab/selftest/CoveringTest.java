package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every pair, or triple, of values that is possible is among the chosen combinations. */
class CoveringTest {

    private static final int[] SIZES = {2, 5, 4, 3, 3};

    /** Value 4 of axis 1 goes only with value 0 of axis 2. */
    private static boolean allowed(int[] c) {
        return c[1] != 4 || c[2] == 0;
    }

    private static Set<List<Integer>> pairs(List<int[]> combinations) {
        Set<List<Integer>> pairs = new HashSet<>();
        for (int[] c : combinations) {
            for (int a = 0; a < c.length; a++) {
                for (int b = a + 1; b < c.length; b++) {
                    pairs.add(List.of(a, c[a], b, c[b]));
                }
            }
        }
        return pairs;
    }

    @Test
    void everyPossiblePairOccursInFewCombinations() {
        List<int[]> chosen = Covering.of(SIZES, 2, CoveringTest::allowed);
        int all = 2 * 5 + 2 * 4 + 2 * 3 + 2 * 3 + 5 * 4 + 5 * 3 + 5 * 3 + 4 * 3 + 4 * 3 + 3 * 3;
        assertThat(pairs(chosen)).hasSize(all - 3);
        assertThat(chosen).allMatch(CoveringTest::allowed).hasSizeBetween(17, 24);
    }

    @Test
    void theStrongestCoveringIsEveryCombination() {
        List<int[]> chosen = Covering.of(SIZES, 5, CoveringTest::allowed);
        assertThat(chosen).hasSize(2 * 3 * 3 * (4 * 4 + 1));
        assertThat(Covering.of(SIZES, 1, CoveringTest::allowed)).hasSize(5);
        int triples = Covering.of(SIZES, 3, c -> true).size();
        assertThat(triples).isBetween(60, 100);
    }
}

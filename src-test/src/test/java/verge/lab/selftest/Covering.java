package verge.lab.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Few combinations of the values of several axes among which every t-tuple of values that is
 * possible at all occurs: a covering array of strength t, chosen greedily.
 */
final class Covering {
    private final int[] sizes;
    private final List<int[]> subsets = new ArrayList<>();
    private final List<int[]> possible = new ArrayList<>();

    private Covering(int[] sizes, int strength, Predicate<int[]> allowed) {
        this.sizes = sizes;
        subsets(new int[strength], 0, 0);
        int[] combination = new int[sizes.length];
        do {
            if (allowed.test(combination)) {
                possible.add(combination.clone());
            }
        } while (next(combination));
    }

    /**
     * Chooses the combinations; the same ones every time.
     *
     * @param sizes how many values each axis has
     * @param strength t, from 1 to the number of axes
     * @param allowed which combinations are possible
     * @return a value for each axis, combination by combination
     */
    static List<int[]> of(int[] sizes, int strength, Predicate<int[]> allowed) {
        return new Covering(sizes, strength, allowed).choose();
    }

    private void subsets(int[] axes, int chosen, int from) {
        if (chosen == axes.length) {
            subsets.add(axes.clone());
            return;
        }
        for (int axis = from; axis < sizes.length; axis++) {
            axes[chosen] = axis;
            subsets(axes, chosen + 1, axis + 1);
        }
    }

    /** The next combination, the first axis fastest; false after the last. */
    private boolean next(int[] combination) {
        for (int axis = 0; axis < sizes.length; axis++) {
            if (++combination[axis] < sizes[axis]) {
                return true;
            }
            combination[axis] = 0;
        }
        return false;
    }

    private List<int[]> choose() {
        Set<Integer> open = new HashSet<>();
        for (int[] combination : possible) {
            open.addAll(tuples(combination));
        }
        List<int[]> chosen = new ArrayList<>();
        while (!open.isEmpty()) {
            int[] best = null;
            int most = 0;
            for (int[] combination : possible) {
                int gain = (int) tuples(combination).stream().filter(open::contains).count();
                if (gain > most) {
                    most = gain;
                    best = combination;
                }
            }
            chosen.add(best);
            tuples(best).forEach(open::remove);
        }
        return chosen;
    }

    /** A number for each tuple of values in a combination, of its own among all tuples. */
    private List<Integer> tuples(int[] combination) {
        int radix = Arrays.stream(sizes).max().orElse(1);
        List<Integer> tuples = new ArrayList<>(subsets.size());
        for (int s = 0; s < subsets.size(); s++) {
            int tuple = s;
            for (int axis : subsets.get(s)) {
                tuple = Math.addExact(Math.multiplyExact(tuple, radix), combination[axis]);
            }
            tuples.add(tuple);
        }
        return tuples;
    }
}

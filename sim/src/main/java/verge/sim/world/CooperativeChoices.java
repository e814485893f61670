package verge.sim.world;

import java.util.Arrays;

/**
 * The sets of servers that a task may be offloaded to, numbered: none, each other server alone, each
 * pair of them, and so on; CTO-TP's [u, w], how many and which. Other servers are counted without
 * one's own, in their order. Immutable.
 */
public final class CooperativeChoices {

    private final int servers;
    private final int[][] others;       // [choices][targets] places among the other servers

    /**
     * @param servers     M
     * @param mostTargets in a set
     * @throws IllegalArgumentException where there are more sets than a row can have choices, 64
     */
    public CooperativeChoices(int servers, int mostTargets) {
        this.servers = servers;
        int[][] sets = new int[Long.SIZE][];
        int count = 0;
        int[] set = {};
        while (set != null && set.length <= mostTargets) {
            if (count == sets.length) {
                throw new IllegalArgumentException("more than " + sets.length + " sets of up to "
                        + mostTargets + " of " + (servers - 1) + " servers");
            }
            sets[count++] = set;
            set = after(set, servers - 1);
        }
        others = Arrays.copyOf(sets, count);
    }

    /** The next set of the same size in lexicographic order, or the first that is larger. */
    private static int[] after(int[] set, int count) {
        int[] next = set.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (next[i] < count - next.length + i) {
                next[i]++;
                for (int j = i + 1; j < next.length; j++) {
                    next[j] = next[j - 1] + 1;
                }
                return next;
            }
        }
        if (set.length == count) {
            return null;
        }
        int[] larger = new int[set.length + 1];
        Arrays.setAll(larger, i -> i);
        return larger;
    }

    /** How many sets there are. */
    public int count() {
        return others.length;
    }

    /** All of them, as {@link Decisions#legal()} has them. */
    public long legal() {
        return -1L >>> (Long.SIZE - others.length);
    }

    /** How many servers a set has. */
    public int targets(int choice) {
        return others[choice].length;
    }

    /** The k-th server of a set, seen from a server. */
    public int target(int server, int choice, int k) {
        return other(server, others[choice][k]);
    }

    /** The k-th of the servers other than this one. */
    public static int other(int server, int k) {
        return k < server ? k : k + 1;
    }

    /** The choice of one server, seen from another; that of none, seen from itself. */
    public static int choiceOf(int server, int target) {
        return target == server ? 0 : target < server ? target + 1 : target;
    }

    /** M. */
    public int servers() {
        return servers;
    }
}

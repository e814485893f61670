package verge.lab.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Words that somebody may have meant. */
public final class NearWords {
    private static final int MOST = 3;
    private static final int LONGEST = 200;

    private NearWords() {
    }

    /**
     * What to say was expected in place of an unknown word: the near ones if any are, else all.
     *
     * @param word what was written
     * @param known the words that exist, in the order in which they are listed
     * @return for example {@code "seed" or "speed"}
     */
    public static String expected(String word, Collection<String> known) {
        if (known.isEmpty()) {
            return "none (there are no names to choose from)";
        }
        List<String> near = near(word, known);
        return near.isEmpty() ? "one of " + String.join(", ", known) : String.join(" or ", near);
    }

    /**
     * The known words within a third of the word's length of edits (or that begin with the word),
     * nearest first.
     *
     * @param word what was written
     * @param known the words that exist
     * @return at most three words, possibly none
     */
    public static List<String> near(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return List.of();
        }
        int limit = Math.max(1, word.length() / 3);
        List<String> near = new ArrayList<>();
        for (String candidate : known) {
            if (edits(word, candidate) <= limit || candidate.startsWith(word)) {
                near.add(candidate);
            }
        }
        near.sort(Comparator.comparingInt(candidate -> edits(word, candidate)));
        return near.size() > MOST ? near.subList(0, MOST) : near;
    }

    /**
     * The least number of insertions, deletions, replacements and swaps of neighbours that make one
     * word into the other (no letter edited twice).
     *
     * @param a a word
     * @param b another word
     * @return the number of edits, 0 for equal words
     */
    static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int best = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1])
                        + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2)
                        == b.charAt(j - 1)) {
                    best = Math.min(best, before[j - 2] + 1);
                }
                row[j] = best;
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.length()];
    }
}

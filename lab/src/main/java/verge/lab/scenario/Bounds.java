package verge.lab.scenario;

import verge.lab.text.Numbers;

/** What a number of a scenario may be. */
final class Bounds {

    private Bounds() {
    }

    /** @throws IllegalArgumentException where the value lies outside; it names the key */
    static void within(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    key + " must be " + Numbers.plain(least) + " to " + Numbers.plain(most));
        }
    }
}

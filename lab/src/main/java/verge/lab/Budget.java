package verge.lab;

import java.util.Locale;

/** How much time a run may take, in orders of magnitude on two cores. */
public enum Budget {
    /** Seconds: for tests and audits. */
    SMOKE,
    /** A few minutes. */
    QUICK,
    /** Up to an hour and a half. */
    STANDARD,
    /** As long as the paper. */
    FULL;

    /**
     * The name as users write it.
     *
     * @return in lower case
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

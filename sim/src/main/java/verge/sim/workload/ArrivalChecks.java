package verge.sim.workload;

/** What processes of arrivals require of their numbers. */
final class ArrivalChecks {

    static final int MOST_SITES = 1_000;

    private ArrivalChecks() {
    }

    static int sites(int sites) {
        if (sites < 1 || sites > MOST_SITES) {
            throw new IllegalArgumentException(sites + " sites, expected 1 to " + MOST_SITES);
        }
        return sites;
    }

    static double positive(double number) {
        if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a rate or time that is not positive and finite");
        }
        return number;
    }

    static double share(double number) {
        if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException("a share outside 0 to 1");
        }
        return number;
    }
}

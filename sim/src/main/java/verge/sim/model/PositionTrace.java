package verge.sim.model;

import verge.sim.core.RandomStream;

/**
 * Recorded movements: each user is where the record says, and between two records on the straight
 * line between them; before the first and after the last, at that one.
 */
public final class PositionTrace implements Mobility {

    private final double[] second;      // [records] ascending
    private final double[] recordedX;   // [records, users] m
    private final double[] recordedY;   // [records, users] m
    private final int users;
    private double now;
    private int at;

    /**
     * Keeps the arrays.
     *
     * @param seconds times of the records, strictly ascending, at least one: {@code [records]}
     * @param x       metres: {@code [records, users]}
     * @param y       metres: {@code [records, users]}
     * @param users   number of users
     * @throws IllegalArgumentException where lengths do not fit, or times do not ascend
     */
    public PositionTrace(double[] seconds, double[] x, double[] y, int users) {
        if (seconds.length == 0 || x.length != seconds.length * users || y.length != x.length) {
            throw new IllegalArgumentException("records of " + users + " users do not fit");
        }
        for (int i = 1; i < seconds.length; i++) {
            if (!(seconds[i] > seconds[i - 1])) {
                throw new IllegalArgumentException("times do not ascend at record " + i);
            }
        }
        this.second = seconds;
        this.recordedX = x;
        this.recordedY = y;
        this.users = users;
    }

    @Override
    public boolean moves() {
        return true;
    }

    /** {@inheritDoc} The placement is replaced by the record at second 0. */
    @Override
    public void begin(RandomStream random, double sideMetres, double[] x, double[] y) {
        now = 0;
        at = 0;
        place(x, y);
    }

    @Override
    public void advance(RandomStream random, double seconds, double[] x, double[] y) {
        now += seconds;
        place(x, y);
    }

    private void place(double[] x, double[] y) {
        while (at + 1 < second.length && second[at + 1] <= now) {
            at++;
        }
        boolean between = at + 1 < second.length && now > second[at];
        double part = between ? (now - second[at]) / (second[at + 1] - second[at]) : 0;
        for (int u = 0; u < users; u++) {
            int here = at * users + u;
            int next = between ? here + users : here;
            x[u] = recordedX[here] + part * (recordedX[next] - recordedX[here]);
            y[u] = recordedY[here] + part * (recordedY[next] - recordedY[here]);
        }
    }
}

package verge.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verge.sim.core.RandomStream;

/** Where everyone stands and how they move. */
class PlacementTest {

    private static final double[] NONE = new double[0];

    /** Five servers on 600 m: three columns, two rows, the longer row first. */
    @Test
    void serversStandInRows() {
        double[] x = new double[5];
        double[] y = new double[5];
        new SquarePlacement(600).place(new RandomStream(1, "p"), NONE, NONE, x, y);
        assertThat(x).containsExactly(new double[] {100, 300, 500, 150, 450}, within(1e-9));
        assertThat(y).containsExactly(new double[] {150, 150, 150, 450, 450}, within(1e-9));
    }

    @Test
    void usersAreUniformInTheSquare() {
        double[] x = new double[100_000];
        double[] y = new double[100_000];
        new SquarePlacement(600).place(new RandomStream(1, "p"), x, y, new double[1], new double[1]);
        for (double[] at : new double[][] {x, y}) {
            assertThat(Arrays.stream(at).min().orElseThrow()).isBetween(0.0, 1.0);
            assertThat(Arrays.stream(at).max().orElseThrow()).isBetween(599.0, 600.0);
            assertThat(Arrays.stream(at).average().orElseThrow()).isCloseTo(300, within(3.0));
            assertThat(Arrays.stream(at).map(a -> a * a).average().orElseThrow())
                    .isCloseTo(120_000, within(1500.0));
        }
    }

    /** Each of four sites is as likely as any, none is dealt twice, all dealt keep their order. */
    @Test
    void sitesAreDealt() {
        double[] siteX = {10, 20, 30, 50};
        double[] siteY = {5, 6, 7, 9};
        SitePlacement sites = new SitePlacement(siteX, siteY, new double[] {40}, new double[] {3});
        assertThat(sites.sideMetres()).as("from 10 to 50").isEqualTo(40);
        RandomStream random = new RandomStream(2, "sites");
        int[] count = new int[50];
        double[] x = new double[2];
        double[] y = new double[2];
        double[] mast = new double[1];
        for (int i = 0; i < 40_000; i++) {
            sites.place(random, x, y, mast, new double[1]);
            assertThat(x[0]).isNotEqualTo(x[1]);
            count[(int) x[0]]++;
            count[(int) x[1]]++;
            assertThat(y[0]).isEqualTo(x[0] == 40 ? 6 : x[0] / 10 + 2);
        }
        assertThat(mast[0]).isEqualTo(30);
        for (int at : new int[] {0, 10, 20, 40}) {
            assertThat(count[at]).isBetween(19_500, 20_500);        // 5 deviations of a binomial
        }
        double[] allX = new double[4];
        double[] allY = new double[4];
        sites.place(random, allX, allY, mast, new double[1]);
        assertThat(allX).containsExactly(0, 10, 20, 40);
        assertThatIllegalArgumentException().isThrownBy(() ->
                sites.place(random, new double[5], new double[5], mast, new double[1]));
    }

    /** Nobody leaves the square or outruns the fastest; whoever arrives pauses. */
    @Test
    void waypointsAreWalkedTo() {
        RandomWaypoint walk = new RandomWaypoint(3, new Range(2, 8), 4);
        RandomStream random = new RandomStream(3, "walk");
        double[] x = {0, 50, 100};
        double[] y = {0, 50, 100};
        walk.begin(random, 100, x, y);
        int standing = 0;
        int slow = 0;
        for (int i = 0; i < 20_000; i++) {
            double[] beforeX = x.clone();
            double[] beforeY = y.clone();
            walk.advance(random, 0.5, x, y);
            for (int u = 0; u < 3; u++) {
                double metres = Math.hypot(x[u] - beforeX[u], y[u] - beforeY[u]);
                assertThat(x[u]).isBetween(0.0, 100.0);
                assertThat(y[u]).isBetween(0.0, 100.0);
                assertThat(metres).isLessThanOrEqualTo(4 + 1e-9);
                standing += metres == 0 ? 1 : 0;
                slow += metres < 1 - 1e-9 ? 1 : 0;
            }
        }
        // A leg is 52 m on average at a mean of 1 / 4.33 s per metre: 12 s, then 4 s of pause.
        assertThat(standing / 60_000.0).isBetween(0.19, 0.26);
        assertThat((slow - standing) / 60_000.0).as("the half seconds of arrival and departure")
                .isLessThan(0.07);
        assertThatIllegalArgumentException().isThrownBy(() ->
                new RandomWaypoint(1, new Range(0, 1), 0));
    }

    /** Walking a second equals walking its halves, but for the rounding. */
    @Test
    void walkingDoesNotDependOnTheStep() {
        double[][] at = new double[2][];
        for (int k = 0; k < 2; k++) {
            RandomWaypoint walk = new RandomWaypoint(1, new Range(1, 30), 0.3);
            RandomStream random = new RandomStream(4, "walk");
            double[] x = {20};
            double[] y = {30};
            walk.begin(random, 100, x, y);
            for (int i = 0; i < 200 * (k + 1); i++) {
                walk.advance(random, 1.0 / (k + 1), x, y);
            }
            at[k] = new double[] {x[0], y[0]};
        }
        assertThat(at[1]).containsExactly(at[0], within(1e-6));
    }

    @Test
    void tracesAreFollowed() {
        PositionTrace trace = new PositionTrace(new double[] {1, 3, 4},
                new double[] {0, 10, 20, 10, 20, 70}, new double[] {0, 0, 8, 0, 8, 6}, 2);
        double[] x = {99, 99};
        double[] y = {99, 99};
        RandomStream random = new RandomStream(5, "trace");
        trace.begin(random, 100, x, y);
        assertThat(x).containsExactly(0, 10);
        trace.advance(random, 1.5, x, y);                   // second 1.5: a quarter of the way
        assertThat(x).containsExactly(5, 10);
        assertThat(y).containsExactly(2, 0);
        trace.advance(random, 2, x, y);                     // second 3.5
        assertThat(x).containsExactly(20, 40);
        assertThat(y).containsExactly(8, 3);
        trace.advance(random, 9, x, y);
        assertThat(x).containsExactly(20, 70);
        trace.begin(random, 100, x, y);
        assertThat(x).containsExactly(0, 10);
        assertThatIllegalArgumentException().isThrownBy(() -> new PositionTrace(
                new double[] {1, 1}, new double[2], new double[2], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PositionTrace(
                new double[] {1, 2}, new double[2], new double[3], 1));
    }
}

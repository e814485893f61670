package verge.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import verge.sim.core.RandomStream;

/** The radio's laws against numbers worked by hand and against definitions written out. */
class RadioModelTest {

    /** 128.1 + 37.6 log10(d / km) dB: 128.1 dB at 1 km, 165.7 at 10 km, 90.5 at 100 m. */
    @Test
    void pathLossOfTheMacroCell() {
        PathLoss law = new PathLoss(15.3, 3.76, 0);
        assertThat(decibels(law.gain(1000, 0))).isCloseTo(-128.1, within(1e-9));
        assertThat(decibels(law.gain(0, -10_000))).isCloseTo(-165.7, within(1e-9));
        assertThat(decibels(law.gain(60, 80))).isCloseTo(-90.5, within(1e-9));
        assertThat(law.gain(1, 0)).isCloseTo(0.029512092266663854, within(1e-16));
        assertThat(law.gain(0.1, 0)).as("nearer than a metre").isEqualTo(law.gain(1, 0));
    }

    /** A mast of 24 m, 7 m away on the map: 25 m by Pythagoras. */
    @Test
    void pathLossFromTheTopOfTheMast() {
        PathLoss mast = new PathLoss(15.3, 3.76, 24);
        PathLoss ground = new PathLoss(15.3, 3.76, 0);
        assertThat(mast.gain(7, 0)).isEqualTo(ground.gain(25, 0));
    }

    @Test
    void pathLossIsAsExactAsThePower() {
        RandomStream random = new RandomStream(1, "loss");
        for (int i = 0; i < 1000; i++) {
            double exponent = 2 + 3 * random.nextDouble();
            double metres = 1 + 1e4 * random.nextDouble();
            double exact = StrictMath.pow(10, -3) * StrictMath.pow(metres, -exponent);
            assertThat(new PathLoss(30, exponent, 0).gain(metres, 0) / exact)
                    .isCloseTo(1, within(3e-14));
        }
    }

    private static double decibels(double gain) {
        return 10 * StrictMath.log10(gain);
    }

    /** Eq. (2): log2(1 + 3) = 2, log2(1 + 0) = 0. */
    @Test
    void eq2ShannonRate() {
        assertThat(Shannon.rateBitsPerSecond(20e6, 3)).isCloseTo(40e6, within(1e-6));
        assertThat(Shannon.rateBitsPerSecond(20e6, 0)).isZero();
        assertThat(Shannon.rateBitsPerSecond(1, 1023)).isCloseTo(10, within(1e-14));
    }

    /**
     * Eq. (1), three users at 1, 2 and 4 W, all links of gain 0.5 but that of user 2 to server 0,
     * which is 0.25, noise 0.1 W: users 0 and 2 transmit to server 0, user 1 to server 1.
     */
    @Test
    void eq1SinrOverAllTransmitters() {
        double[] power = {1, 2, 4};
        double[] gain = {0.5, 0.5, 0.5, 0.5, 0.25, 0.5};
        double[] sinr = new double[3];
        Interference all = new Interference(3, 2);
        all.sinr(Interference.Scope.FULL, new int[] {0, 1, 0}, power, gain, 0.1, sinr);
        assertThat(sinr[0]).isCloseTo(0.5 / (1 + 1 + 0.1), within(1e-15));
        assertThat(sinr[1]).isCloseTo(1 / (0.5 + 2 + 0.1), within(1e-15));
        assertThat(sinr[2]).isCloseTo(1 / (0.5 + 1 + 0.1), within(1e-15));
        all.sinr(Interference.Scope.CELL, new int[] {0, 1, 0}, power, gain, 0.1, sinr);
        assertThat(sinr[0]).isCloseTo(0.5 / (1 + 0.1), within(1e-15));
        assertThat(sinr[1]).isCloseTo(10, within(1e-14));
        assertThat(sinr[2]).isCloseTo(1 / (0.5 + 0.1), within(1e-15));
        all.sinr(Interference.Scope.FULL, new int[] {0, -1, -2}, power, gain, 0.1, sinr);
        assertThat(sinr[0]).as("alone").isCloseTo(5, within(1e-15));
        assertThat(sinr[2]).as("silent: as it was").isCloseTo(1 / 0.6, within(1e-15));
    }

    /** A signal 1e17 times the others' sum must not swallow them, which differences would. */
    @Test
    void strongSignalsDoNotSwallowWeakOnes() {
        double[] sinr = new double[3];
        new Interference(3, 1).sinr(Interference.Scope.FULL, new int[] {0, 0, 0},
                new double[] {1e10, 1e-7, 3e-7}, new double[] {1, 1, 1}, 1e-9, sinr);
        assertThat(sinr[0]).isCloseTo(1e10 / 4.01e-7, within(1e3));
    }

    @Test
    void interferenceEqualsItsDefinition() {
        RandomStream random = new RandomStream(2, "sinr");
        for (int i = 0; i < 500; i++) {
            int users = 1 + random.nextInt(12);
            int servers = 1 + random.nextInt(5);
            int[] target = new int[users];
            double[] power = new double[users];
            double[] gain = new double[users * servers];
            for (int u = 0; u < users; u++) {
                target[u] = random.nextInt(servers + 2) - 2;
                power[u] = random.nextDouble();
            }
            for (int l = 0; l < gain.length; l++) {
                gain[l] = StrictMath.exp(-20 * random.nextDouble());
            }
            Interference.Scope scope = Interference.Scope.values()[i % 2];
            double[] sinr = new double[users];
            new Interference(users, servers).sinr(scope, target, power, gain, 1e-9, sinr);
            for (int u = 0; u < users; u++) {
                double others = 1e-9;
                for (int v = 0; v < users && target[u] >= 0; v++) {
                    boolean heard = v != u && target[v] >= 0
                            && (scope == Interference.Scope.FULL || target[v] == target[u]);
                    others += heard ? power[v] * gain[v * servers + target[u]] : 0;
                }
                double expected = target[u] < 0 ? 0
                        : power[u] * gain[u * servers + target[u]] / others;
                assertThat(sinr[u]).isCloseTo(expected, within(1e-13 * expected));
            }
        }
    }

    @Test
    void gridFindsWhatLookingEverywhereFinds() {
        RandomStream random = new RandomStream(3, "grid");
        int found = 0;
        for (int i = 0; i < 300; i++) {
            int points = 1 + random.nextInt(40);
            double[] x = new double[points];
            double[] y = new double[points];
            for (int p = 0; p < points; p++) {
                x[p] = 50 * random.nextInt(20);                     // with ties and equal places
                y[p] = i % 5 == 0 ? 0 : 50 * random.nextInt(20);
            }
            SpatialGrid grid = new SpatialGrid(40);
            grid.build(x, y, 1 + 300 * random.nextDouble());
            double atX = 1200 * random.nextDouble() - 100;
            double atY = 1200 * random.nextDouble() - 100;
            double range = 400 * random.nextDouble();
            int[] near = new int[points];
            int count = grid.within(atX, atY, range, near, 0);
            int nearest = 0;
            int k = 0;
            for (int p = 0; p < points; p++) {
                if (square(x[p] - atX, y[p] - atY) <= range * range) {
                    assertThat(near[k++]).isEqualTo(p);
                }
                nearest = square(x[p] - atX, y[p] - atY)
                        < square(x[nearest] - atX, y[nearest] - atY) ? p : nearest;
            }
            assertThat(count).isEqualTo(k);
            assertThat(grid.nearest(atX, atY)).as("case " + i).isEqualTo(nearest);
            found += count;
        }
        assertThat(found).isGreaterThan(300);
    }

    private static double square(double dx, double dy) {
        return dx * dx + dy * dy;
    }

    /** 1e-27 (1e9)^2 = 1e-9 J per cycle at 1 GHz; half a watt for 4 s; a tenth of one for 30 s. */
    @Test
    void energyIsPowerTimesTime() {
        EnergyModel model = new EnergyModel(1e-27, 0.5, 0.1);
        assertThat(model.computeJoules(3e9, 1e9)).isCloseTo(3, within(1e-12));
        assertThat(model.computeJoules(3e9, 2e9)).as("four times as much").isCloseTo(12, within(1e-12));
        assertThat(model.transmitJoules(4)).isEqualTo(2);
        assertThat(model.idleJoules(30)).isCloseTo(3, within(1e-15));
        assertThat(EnergyModel.NONE.computeJoules(1e9, 1e9)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new EnergyModel(-1e-27, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnergyModel(0, Double.NaN, 0));
    }

    @Test
    void impossibleLawsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PathLoss(15, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PathLoss(Double.NaN, 3, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(0, 1.0 / 0));
    }
}

package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import verge.sim.core.RandomStream;
import verge.sim.model.Interference;
import verge.sim.model.Mobility;
import verge.sim.model.PathLoss;
import verge.sim.model.Placement;
import verge.sim.model.PositionTrace;
import verge.sim.model.Range;

/** STAR's equations with numbers worked by hand, and the options beyond them. */
class RadioEquationsTest {

    private static final double[] DEVICE = {1, 0.5, 2};
    private static final double[] SERVER = {4, 8};
    private static final double[] POWER = {0.2, 0.2, 0.2};

    /** Alone, each user has an SINR of 3 at server 0 and of 1 at server 1. */
    private static final double[] GAIN = {15e-9, 5e-9, 15e-9, 5e-9, 15e-9, 5e-9};

    private static RadioSlot slot(Interference.Scope scope, boolean waiting) {
        return new RadioSlot(3, 2, new RadioSlot.Setting(1, 1e6, 1e-9, 5, scope, waiting));
    }

    private static void run(RadioSlot slot, int[] action, double[] bits, double[] gigacycles) {
        slot.assess(action, bits, gigacycles, DEVICE, SERVER, POWER, GAIN);
        slot.commit();
    }

    /** Eq. (1) and (2): 3e-9 over noise of 1e-9 W is 3, log2(4) = 2, 2 Mbit/s. */
    @Test
    void eq1AndEq2OfALoneTransmitter() {
        RadioSlot slot = slot(Interference.Scope.FULL, false);
        run(slot, new int[] {0, -1, -2}, new double[] {4e6, 9e6, 0}, new double[] {8, 3, 0});
        assertThat(slot.sinr()[0]).isCloseTo(3, within(1e-12));
        assertThat(slot.rateBitsPerSecond()[0]).isCloseTo(2e6, within(1e-6));
        assertThat(slot.transmissionSeconds()[0]).isCloseTo(2, within(1e-12));
    }

    /** Eq. (3): 6 Gcycles at 1 GHz take 6 s, of which 5 are left for the next task to wait. */
    @Test
    void eq3LocalDelay() {
        RadioSlot slot = slot(Interference.Scope.FULL, false);
        run(slot, new int[] {-1, -1, -2}, new double[3], new double[] {6, 0.25, 0});
        assertThat(slot.delaySeconds()[0]).isEqualTo(6);
        assertThat(slot.delaySeconds()[1]).isEqualTo(0.5);
        assertThat(slot.delaySeconds()[2]).isNaN();
        assertThat(slot.localQueueSeconds()).containsExactly(5, 0, 0);
        run(slot, new int[] {-1, -1, -2}, new double[3], new double[] {2, 1, 0});
        assertThat(slot.delaySeconds()[0]).isEqualTo(5 + 2);
        assertThat(slot.delaySeconds()[1]).isEqualTo(2);
        assertThat(slot.localQueueSeconds()).containsExactly(6, 1, 0);
    }

    /** Eq. (4): 2 s of transmission, the queue of the slot before, 8 Gcycles at 4 GHz. */
    @Test
    void eq4OffloadedDelay() {
        RadioSlot slot = slot(Interference.Scope.FULL, false);
        run(slot, new int[] {0, -2, -2}, new double[] {4e6, 0, 0}, new double[] {20, 0, 0});
        assertThat(slot.delaySeconds()[0]).isCloseTo(2 + 0 + 5, within(1e-12));
        assertThat(slot.serverQueueSeconds()).containsExactly(4, 0);
        run(slot, new int[] {-2, 0, -2}, new double[] {0, 4e6, 0}, new double[] {0, 8, 0});
        assertThat(slot.delaySeconds()[1]).isCloseTo(2 + 4 + 2, within(1e-12));
        assertThat(slot.serverQueueSeconds()).containsExactly(5, 0);
    }

    /** Longer than tau_max fails, as long as tau_max does not; a failure leaves no work behind. */
    @Test
    void failuresAddNoWork() {
        RadioSlot slot = slot(Interference.Scope.FULL, false);
        slot.assess(new int[] {0, -2, -2}, new double[] {10e6, 0, 0}, new double[] {8, 0, 0},
                DEVICE, SERVER, POWER, GAIN);
        double rate = slot.rateBitsPerSecond()[0];
        double longest = 5 * rate;
        assertThat(longest / rate).isEqualTo(5.0);
        run(slot, new int[] {0, -2, -2}, new double[] {longest, 0, 0}, new double[] {8, 0, 0});
        assertThat(slot.failed()[0]).isFalse();
        assertThat(slot.serverQueueSeconds()[0]).isEqualTo(1);
        run(slot, new int[] {0, -2, -2}, new double[] {longest * (1 + 1e-15), 0, 0},
                new double[] {8, 0, 0});
        assertThat(slot.failed()[0]).isTrue();
        assertThat(slot.delaySeconds()[0]).isNaN();
        assertThat(slot.serverQueueSeconds()[0]).as("empties").isZero();
    }

    /** Tasks of one slot do not wait for one another, unless asked to, by their arrival. */
    @Test
    void inSlotWaiting() {
        int[] action = {0, 0, 1};
        double[] bits = {2e6, 1e6, 1e5};
        double[] gigacycles = {8, 4, 8};
        RadioSlot paper = slot(Interference.Scope.CELL, false);
        RadioSlot waiting = slot(Interference.Scope.CELL, true);
        run(paper, action, bits, gigacycles);
        run(waiting, action, bits, gigacycles);
        assertThat(paper.sinr()[0]).isCloseTo(3.0 / 4, within(1e-12));
        assertThat(waiting.delaySeconds()[0]).as("behind user 1, whose data are fewer")
                .isCloseTo(paper.delaySeconds()[0] + 1, within(1e-12));
        assertThat(waiting.delaySeconds()[1]).isEqualTo(paper.delaySeconds()[1]);
        assertThat(waiting.delaySeconds()[2]).isEqualTo(paper.delaySeconds()[2]);
        assertThat(waiting.serverQueueSeconds()).isEqualTo(paper.serverQueueSeconds());
    }

    /** Eq. (5): minus the delay, minus the penalty where it failed, each task once. */
    @Test
    void eq5RewardsAreDelaysAndPenalties() {
        RandomStream random = new RandomStream(6, "reward");
        int failed = 0;
        for (int i = 0; i < 50; i++) {
            RadioConfig config = RadioScenarios.any(random, 5, 3, 4, true);
            RadioWorld world = RadioScenarios.world(0, config, false);
            world.reset(i);
            Decisions now = RadioScenarios.decisions(world);
            Outcomes known = new Outcomes(world.spec().maxRows());
            while (world.next(now)) {
                for (int row = 0; row < now.size(); row++) {
                    now.choice()[row] = Long.bitCount(now.legal()[row]) - 1;
                }
                world.apply(now);
                known.clear();
                world.drain(known);
                for (int k = 0; k < known.size(); k++) {
                    int user = (int) (known.id()[k] % config.users());
                    boolean lost = world.physics().failed()[user];
                    assertThat(known.reward()[k]).isEqualTo(lost ? -200
                            : -world.physics().delaySeconds()[user]);
                    failed += lost ? 1 : 0;
                }
                now.clear();
            }
        }
        assertThat(failed).isPositive();
    }

    private static RadioConfig config(double shadowing, boolean rayleigh, int users, int slots) {
        RadioConfig paper = RadioConfig.starPaper(1);
        return new RadioConfig(users, 4, slots, 1, 0.5, paper.dataBits(), paper.workGigacycles(),
                paper.deviceGigahertz(), paper.serverGigahertz(), paper.powerWatts(),
                new RadioConfig.Channel(new PathLoss(15.3, 3.76, 25), shadowing, rayleigh, 20e6,
                        1e-13, Interference.Scope.FULL), 400, 400, 5, false, 200);
    }

    /** Everyone at one place, 100 m from every server. */
    private static final class OnePlace implements Placement {
        @Override
        public double sideMetres() {
            return 100;
        }

        @Override
        public void place(RandomStream random, double[] userX, double[] userY, double[] serverX,
                double[] serverY) {
            Arrays.fill(userX, 0);
            Arrays.fill(userY, 0);
            Arrays.fill(serverX, 60);
            Arrays.fill(serverY, 80);
        }
    }

    /** 8000 links' decibels around the path loss: mean 0, deviation 6, the same in each slot. */
    @Test
    void shadowingIsNormalInDecibels() {
        RadioWorld world = new RadioWorld(0, config(6, false, 2000, 3), new OnePlace(),
                Mobility.STATIC);
        world.reset(1);
        double[] gain = world.network().gain().clone();
        double mean = new PathLoss(15.3, 3.76, 25).gain(60, 80);
        double sum = 0;
        double squares = 0;
        int beyond = 0;
        for (double g : gain) {
            double decibels = 10 * Math.log10(g / mean);
            sum += decibels;
            squares += decibels * decibels;
            beyond += Math.abs(decibels) > 6 ? 1 : 0;
        }
        int links = gain.length;
        assertThat(sum / links).isCloseTo(0, within(4 * 6 / Math.sqrt(links)));
        assertThat(Math.sqrt(squares / links)).isCloseTo(6, within(0.2));
        assertThat(beyond / (double) links).isCloseTo(0.3173, within(0.021));
        play(world, 1);
        assertThat(world.network().gain()).isEqualTo(gain);
        world.reset(2);
        assertThat(world.network().gain()).isNotEqualTo(gain);
    }

    /** The factor on each link is exponential with mean 1, drawn anew in each slot. */
    @Test
    void rayleighFadingIsExponentialInPower() {
        RadioWorld world = new RadioWorld(0, config(0, true, 2000, 3), new OnePlace(),
                Mobility.STATIC);
        world.reset(1);
        double mean = new PathLoss(15.3, 3.76, 25).gain(60, 80);
        double[] first = world.network().gain().clone();
        play(world, 1);
        double[] second = world.network().gain();
        int links = first.length;
        double product = 0;
        for (double[] gain : new double[][] {first, second}) {
            double sum = Arrays.stream(gain).sum() / mean / links;
            double above = Arrays.stream(gain).filter(g -> g > mean).count() / (double) links;
            assertThat(sum).isCloseTo(1, within(4 / Math.sqrt(links)));
            assertThat(above).isCloseTo(Math.exp(-1), within(0.021));
        }
        for (int i = 0; i < links; i++) {
            product += (first[i] / mean - 1) * (second[i] / mean - 1) / links;
        }
        assertThat(product).as("correlation").isCloseTo(0, within(4 / Math.sqrt(links)));
    }

    /** A user who walks 900 m to the other mast: gains, reach and neighbours follow. */
    @Test
    void movementChangesLinks() {
        Mobility walk = new PositionTrace(new double[] {0, 2}, new double[] {0, 450, 900, 450},
                new double[] {0, 0, 0, 0}, 2);
        RadioConfig paper = config(0, false, 2, 3);
        RadioConfig config = new RadioConfig(2, 2, 3, 1, 1, new Range(1e6, 1e6), new Range(1, 1),
                new Range(1, 1), new Range(5, 5), new Range(0.2, 0.2), paper.channel(), 400, 300, 5,
                false, 200);
        Placement placement = new Placement() {
            @Override
            public double sideMetres() {
                return 1000;
            }

            @Override
            public void place(RandomStream random, double[] userX, double[] userY,
                    double[] serverX, double[] serverY) {
                serverX[0] = 100;
                serverX[1] = 900;
            }
        };
        RadioWorld world = new RadioWorld(0, config, placement, walk);
        world.reset(1);
        PathLoss law = new PathLoss(15.3, 3.76, 25);
        assertThat(world.network().reachableCount(0)).isEqualTo(1);
        assertThat(world.network().gain(0, 1)).isEqualTo(law.gain(-900, 0));
        assertThat(world.network().neighbourOffsets()).containsExactly(0, 0, 0);
        play(world, 1);                                     // at 450 m, beside the other user
        assertThat(world.network().gain(0, 1)).isEqualTo(law.gain(-450, 0));
        assertThat(world.network().server(0, 0)).isZero();
        assertThat(world.network().neighbourOffsets()).containsExactly(0, 1, 2);
        play(world, 1);
        assertThat(world.network().gain(0, 1)).isEqualTo(law.gain(0, 0));
        assertThat(world.network().server(0, 0)).isEqualTo(1);
        assertThat(world.network().neighbourOffsets()).containsExactly(0, 0, 0);
    }

    private static void play(RadioWorld world, int slots) {
        Decisions now = RadioScenarios.decisions(world);
        for (int i = 0; i < slots; i++) {
            now.clear();
            world.next(now);
            Arrays.fill(now.choice(), 0);
            world.apply(now);
        }
    }
}

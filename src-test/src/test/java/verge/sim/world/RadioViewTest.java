package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.model.Mobility;
import verge.sim.model.Placement;
import verge.sim.model.SquarePlacement;

/** An agent sees itself, the servers that it reaches and its neighbours: that, and nothing else. */
class RadioViewTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 500;
    private static final int FIRST_QUEUE = 14;      // words of a saved state before the queues

    /** Another queue of its own, in reach or near changes an observation; any other does not. */
    @Test
    void queuesOutsideTheViewCannotBeSeen() {
        RandomStream random = new RandomStream(11, "view");
        int unseen = 0;
        int seen = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            RadioConfig config = RadioScenarios.any(random, 10, 6, 5, true);
            RadioWorld world = RadioScenarios.world(2, config, i % 3 == 0);
            WorldState before = someMoment(world, random, i);
            if (before == null) {
                continue;
            }
            long[] words = before.toArray();
            int changed = random.nextInt(config.users() + config.servers());
            words[FIRST_QUEUE + changed] = Double.doubleToRawLongBits(
                    Double.longBitsToDouble(words[FIRST_QUEUE + changed]) + 1);
            Map<Integer, String> first = observations(world, before.toArray());
            Map<Integer, String> second = observations(world, words);
            for (int user : first.keySet()) {
                boolean inView = changed < config.users()
                        ? changed == user || isNeighbour(world.network(), user, changed)
                        : isReached(world.network(), user, changed - config.users());
                assertThat(second.get(user).equals(first.get(user)))
                        .as("case %s, user %s, queue %s", i, user, changed).isEqualTo(!inView);
                seen += inView ? 1 : 0;
                unseen += inView ? 0 : 1;
            }
        }
        assertThat(seen).isGreaterThan(SCENARIOS / 4);
        assertThat(unseen).isGreaterThan(SCENARIOS);
    }

    private static WorldState someMoment(RadioWorld world, RandomStream random, long seed) {
        Decisions now = RadioScenarios.decisions(world);
        world.reset(seed);
        int slots = random.nextInt(world.config().slots());
        for (int slot = 0; slot < slots && world.next(now); slot++) {
            for (int row = 0; row < now.size(); row++) {
                now.choice()[row] = random.nextInt(Long.bitCount(now.legal()[row]));
            }
            world.apply(now);
            now.clear();
        }
        WorldState state = new WorldState();
        world.save(state);
        int slot = world.slot();                            // without tasks, queues would shrink
        return world.next(now) && world.slot() == slot ? state : null;
    }

    private static boolean isNeighbour(RadioNetwork network, int user, int other) {
        return Arrays.stream(network.neighbours(), network.neighbourOffsets()[user],
                network.neighbourOffsets()[user + 1]).anyMatch(v -> v == other);
    }

    private static boolean isReached(RadioNetwork network, int user, int server) {
        return Arrays.stream(network.reachable(), network.reachableOffsets()[user],
                network.reachableOffsets()[user + 1]).anyMatch(s -> s == server);
    }

    private static Map<Integer, String> observations(RadioWorld world, long[] words) {
        WorldState state = new WorldState();
        state.set(words);
        world.restore(state);
        Decisions now = new Decisions(world.spec().maxRows(), world.spec().features(),
                RadioWorld.relations());
        assertThat(world.next(now)).isTrue();
        Map<Integer, String> observations = new TreeMap<>();
        for (int row = 0; row < now.size(); row++) {
            observations.put(now.node()[row], observation(now, row));
        }
        return observations;
    }

    /** Everything that an agent is handed: its row, the edges into its node, their other ends. */
    private static String observation(Decisions now, int row) {
        StringBuilder text = new StringBuilder().append(now.legal()[row]);
        append(text, now.features(), row, now.featureCount());
        int place = now.place()[row];
        NodeTable users = now.relations().nodes().get(0);
        append(text, users.features(), place, users.featureCount());
        for (EdgeTable edges : now.relations().edges()) {
            for (int k = edges.offsets()[place]; k < edges.offsets()[place + 1]; k++) {
                append(text.append('\n'), edges.features(), k, edges.featureCount());
                append(text, edges.from().features(), edges.sources()[k],
                        edges.from().featureCount());
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, float[] features, int row, int columns) {
        for (int c = 0; c < columns; c++) {
            text.append(' ').append(features[row * columns + c]);
        }
    }

    /** A user moved from one far place to another, with other tasks and another choice. */
    @Test
    void distantUsersCannotBeSeen() {
        RadioConfig paper = RadioConfig.starPaper(6);
        int moved = 7;
        for (int seed = 0; seed < 40; seed++) {
            RadioWorld one = new RadioWorld(0, paper, elsewhere(moved, 1e5), Mobility.STATIC);
            RadioWorld other = new RadioWorld(0, paper, elsewhere(moved, -2e5), Mobility.STATIC);
            one.reset(seed);
            other.reset(seed);
            Decisions a = new Decisions(paper.users(), one.spec().features(),
                    RadioWorld.relations());
            Decisions b = new Decisions(paper.users(), one.spec().features(),
                    RadioWorld.relations());
            one.next(a);
            other.next(b);
            assertThat(b.size()).isEqualTo(a.size());
            for (int row = 0; row < a.size(); row++) {
                assertThat(observation(b, row).equals(observation(a, row)))
                        .as("seed %s, user %s", seed, a.node()[row])
                        .isEqualTo(a.node()[row] != moved);
            }
        }
    }

    private static Placement elsewhere(int user, double metres) {
        Placement square = new SquarePlacement(RadioConfig.starPaperSideMetres(6));
        return new Placement() {
            @Override
            public double sideMetres() {
                return square.sideMetres();
            }

            @Override
            public void place(RandomStream random, double[] userX, double[] userY,
                    double[] serverX, double[] serverY) {
                square.place(random, userX, userY, serverX, serverY);
                userX[user] = metres;
            }
        };
    }

    /** Columns by name, in the units that they name. */
    @Test
    void featuresAreInTheirUnits() {
        RadioConfig config = RadioConfig.starPaper(4);
        RadioWorld world = new RadioWorld(0, config, new SquarePlacement(1000), Mobility.STATIC);
        world.reset(3);
        Decisions now = new Decisions(config.users(), world.spec().features(),
                RadioWorld.relations());
        world.next(now);
        RadioNetwork network = world.network();
        assertThat(world.spec().featureNames()).containsExactly("x-km", "y-km", "power-w",
                "clock-ghz", "data-mbit", "work-gigacycles", "local-queue-s");
        for (int row = 0; row < now.size(); row++) {
            int user = now.node()[row];
            float[] expected = {(float) (network.userX()[user] / 1000),
                (float) (network.userY()[user] / 1000), (float) network.powerWatts()[user],
                (float) network.deviceGigahertz()[user], (float) (world.taskBits()[user] / 1e6),
                (float) world.taskGigacycles()[user], 0};
            int at = row * now.featureCount();
            assertThat(Arrays.copyOfRange(now.features(), at, at + 7)).isEqualTo(expected);
        }
        EdgeTable channels = now.relations().edges().get(0);
        assertThat(channels.targets()).isEqualTo(config.users());
        assertThat(channels.size()).isEqualTo(network.reachableOffsets()[config.users()]);
        for (int k = 0; k < channels.offsets()[1]; k++) {
            assertThat(channels.features()[k]).isEqualTo((float) (10 * StrictMath.log10(
                    network.gain(0, channels.sources()[k]))));
        }
    }
}

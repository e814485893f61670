package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import verge.sim.Shared;
import verge.sim.core.RandomStream;
import verge.sim.core.WorldState;
import verge.sim.policy.Policy;

/** Saved states of cooperative servers. */
class CooperativeStateTest {

    private static final int SCENARIOS = Shared.full() ? 10_000 : 600;

    /** A world that is saved at any moment and read back into another continues bit for bit. */
    @Test
    void continuesFromASavedState() {
        RandomStream random = new RandomStream(4, "save");
        for (int i = 0; i < SCENARIOS / 3; i++) {
            CooperativeConfig config = CooperativeScenarios.config(random, 5);
            long workload = random.nextLong();
            CooperativeWorld world = world(config, workload);
            CooperativeWorld other = world(config, workload);
            world.reset(i);
            int stop = random.nextInt(world.spec().maxDecisions());
            boolean between = random.nextBoolean();
            Decisions now = world.decisions();
            Policy policy = CooperativeScenarios.any(new RandomStream(i, "policy"));
            for (int k = 0; k < stop; k++) {
                now.clear();
                world.next(now);
                policy.choose(now);
                world.apply(now);
            }
            if (between) {
                now.clear();
                world.next(now);
                policy.choose(now);
            }
            WorldState state = new WorldState();
            world.save(state);
            long[] words = state.toArray();
            other.reset(99);
            state.rewind();
            other.restore(state);
            assertThat(state.remaining()).isZero();
            state.clear();
            other.save(state);
            assertThat(state.toArray()).as("case " + i).isEqualTo(words);
            if (between) {
                world.apply(now);
                other.apply(now);
            }
            String expected = finish(world, i);
            assertThat(finish(other, i)).as("case " + i).isEqualTo(expected);
        }
    }

    static CooperativeWorld world(CooperativeConfig config, long workload) {
        return new CooperativeWorld(0, config,
                CooperativeScenarios.tasks(new RandomStream(workload, "tasks"), config, 40));
    }

    private static String finish(CooperativeWorld world, long seed) {
        Policy policy = CooperativeScenarios.any(new RandomStream(seed, "finish"));
        Decisions now = world.decisions();
        Outcomes known = new Outcomes(world.spec().maxDecisions());
        while (world.next(now)) {
            policy.choose(now);
            world.apply(now);
            now.clear();
        }
        world.drain(known);
        StringBuilder text = new StringBuilder(world.digest().hex());
        for (int k = 0; k < known.size(); k++) {
            text.append(' ').append(known.id()[k]).append(':')
                    .append(Double.doubleToLongBits(known.reward()[k]));
        }
        return text.append(' ').append(Double.doubleToLongBits(world.energyJoules())).toString();
    }

    /** A state with one word changed is refused, or is one that can be played on. */
    @Test
    void refusesStatesThatCannotBe() {
        RandomStream random = new RandomStream(5, "states");
        CooperativeConfig config = CooperativeWorldTest.two(1, 0.1);
        CooperativeWorld world = world(config, 1);
        world.reset(1);
        Decisions now = world.decisions();
        world.next(now);
        now.choice()[0] = 1;
        world.apply(now);
        WorldState state = new WorldState();
        world.save(state);
        long[] words = state.toArray();
        int refused = 0;
        for (int i = 1; i < words.length; i++) {
            long[] changed = words.clone();
            changed[i] = random.nextLong() | Long.MIN_VALUE;
            state.set(changed);
            try {
                world.restore(state);
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(words.length * 2 / 3);
    }
}

package verge.sim.policy;

import java.util.Arrays;
import verge.sim.world.CooperativeChoices;
import verge.sim.world.CooperativeWorld;
import verge.sim.world.Decisions;

/** The action of those who balance loads: a task as a whole to one server, at all that remains. */
final class WholeTask {

    private WholeTask() {
    }

    /** Stays at its own server where the world allows no targets. */
    static void send(CooperativeWorld world, Decisions now, int row, int server) {
        now.choice()[row] = world.config().mostTargets() == 0 ? 0
                : CooperativeChoices.choiceOf(now.node()[row], server);
        Arrays.fill(now.levels(), row * now.levelCount(), (row + 1) * now.levelCount(), 1);
    }
}

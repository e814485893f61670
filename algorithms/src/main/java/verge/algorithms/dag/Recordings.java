package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;

/**
 * The passes in which plans were sampled, kept shard by shard: the policy that samples is the policy of
 * the first gradient step, which therefore needs no pass of its own. Those of as many shards are kept
 * as there is room for; what is computed does not depend on it. Not thread-safe.
 */
final class Recordings {

    /** Floats of the tapes: a third of the heap, if there is a learner for each processor. */
    static final long ROOM = Runtime.getRuntime().maxMemory() / 3 / Float.BYTES
            / Runtime.getRuntime().availableProcessors();

    private final OffloadingNetwork network;
    private final Tape tape;
    private final long room;
    private final List<OffloadingNetwork.Pass> passes = new ArrayList<>();
    private int count;                 // of passes that are kept
    private PlanBatch plans;           // what was sampled; null for nothing
    private Parameters theta;
    private int version;               // of theta

    /**
     * For passes on tapes beside this one.
     *
     * @param room floats of the tapes after which no further one is taken
     */
    Recordings(OffloadingNetwork network, Tape tape, long room) {
        this.network = network;
        this.tape = tape;
        this.room = room;
    }

    /** Begins with the first shard of plans that the policy is to sample. */
    void begin(PlanBatch plans, Parameters theta) {
        this.plans = plans;
        this.theta = theta;
        version = theta.version();
        count = 0;
    }

    /** Returns a pass for the next shard, null if there is no more room. */
    OffloadingNetwork.Pass next() {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += passes.get(i).tape().capacity();
        }
        if (taken >= room) {
            passes.subList(count, passes.size()).clear();
            return null;
        }
        if (count == passes.size()) {
            passes.add(network.new Pass(tape.beside()));
        }
        return passes.get(count++);
    }

    /** Forgets the passes of these plans, which are about to be others. */
    void forget(PlanBatch changed) {
        if (plans == changed) {
            plans = null;
        }
    }

    /** Returns the pass in which theta, as it is, sampled a shard of the plans; null if it is not kept. */
    OffloadingNetwork.Pass of(PlanBatch plans, int shard, Parameters theta) {
        return plans == this.plans && theta == this.theta && theta.version() == version
                && shard < count ? passes.get(shard) : null;
    }
}

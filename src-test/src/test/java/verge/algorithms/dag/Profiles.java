package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.mrlato.MrlatoProfiles;
import verge.algorithms.mrlco.MrlcoProfiles;
import verge.autodiff.Parameters;
import verge.sim.core.RandomStream;

/** The networks and objectives of the profiles, at any width. */
record Profiles(String name, NetworkShape shape, PpoSettings ppo, RewardScale reward) {

    @Override
    public String toString() {
        return name;
    }

    /** MRLCO's, the last of them also with each kind of attention, and MRLATO's. */
    static List<Profiles> all(int hidden) {
        List<Profiles> all = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            LearnerConfig c = MrlcoProfiles.of(profile);
            for (AttentionKind kind : AttentionKind.values()) {
                if (kind == c.attention() || profile == Profile.VERGE) {
                    all.add(new Profiles(profile + " " + kind, shape(c, hidden, kind), c.ppo(),
                            c.rewardScale()));
                }
            }
        }
        for (LearnerConfig c : List.of(MrlatoProfiles.paper(), MrlatoProfiles.verge())) {
            all.add(new Profiles("MRLATO " + c.profile(), shape(c, hidden, c.attention()), c.ppo(),
                    c.rewardScale()));
        }
        return all;
    }

    /** As many heads as such a width allows: 2 or 3. */
    private static NetworkShape shape(LearnerConfig c, int hidden, AttentionKind kind) {
        int units = c.bidirectional() ? 2 * hidden : hidden;
        int heads = kind != AttentionKind.MULTI_HEAD ? 1 : units % 2 == 0 ? 2 : 3;
        return new NetworkShape(c.embedding(), Math.min(c.inputUnits(), hidden), c.layers(),
                hidden, c.layerNorm(), c.bidirectional(), kind, heads, c.resourceState(),
                c.valueFromLogits(), c.forgetBias());
    }

    /** Initialised, then moved so that no weight is zero and probabilities differ. */
    Parameters parameters(OffloadingNetwork network, long seed) {
        Parameters theta = new Parameters(network.table());
        network.initialise(theta, new RandomStream(seed, "initialisation"));
        float[] noise = Graphs.noise(theta.size(), 0.2, seed);
        for (int i = 0; i < noise.length; i++) {
            theta.values()[i] += noise[i];
        }
        return theta;
    }
}

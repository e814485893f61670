package verge.algorithms.dag;

import java.util.ArrayList;
import java.util.List;
import verge.algorithms.mrlco.MrlcoConfig;
import verge.autodiff.Parameters;
import verge.sim.core.RandomStream;

/** The networks and objectives of the three profiles, at any width. */
record Profiles(String name, NetworkShape shape, PpoSettings ppo, RewardScale reward) {

    @Override
    public String toString() {
        return name;
    }

    /** The profiles, and the third also with each kind of attention. */
    static List<Profiles> all(int hidden) {
        List<Profiles> all = new ArrayList<>();
        for (MrlcoConfig.Profile profile : MrlcoConfig.Profile.values()) {
            MrlcoConfig c = MrlcoConfig.of(profile);
            for (AttentionKind kind : AttentionKind.values()) {
                if (kind == c.attention() || profile == MrlcoConfig.Profile.VERGE) {
                    all.add(new Profiles(profile + " " + kind, new NetworkShape(c.embedding(),
                            Math.min(c.inputUnits(), hidden), c.layers(), hidden, c.layerNorm(),
                            c.bidirectional(), kind, c.resourceState(), c.valueFromLogits(),
                            c.forgetBias()), c.ppo(), c.rewardScale()));
                }
            }
        }
        return all;
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

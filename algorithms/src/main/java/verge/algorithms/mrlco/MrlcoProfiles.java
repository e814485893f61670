package verge.algorithms.mrlco;

import verge.algorithms.dag.AttentionKind;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.MetaUpdate;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RewardScale;
import verge.algorithms.dag.TaskEmbedding;

/** The hyper-parameters of MRLCO in three profiles; see the package documentation. */
public final class MrlcoProfiles {

    private MrlcoProfiles() {}

    /** The paper's choices (Table 2 and section 5). */
    public static LearnerConfig paper() {
        return new LearnerConfig(Profile.PAPER, TaskEmbedding.PAPER, RewardScale.PAPER, 0, 2, 256, true,
                false, AttentionKind.ADDITIVE, 1, false, false, 1.0, 5e-4, 5e-4, 0, 0.99, 0.95, 0.5,
                0.0, 0.2, false, false, 3, 20, 0.0, MetaUpdate.ADAM_MEAN, 10, 0);
    }

    /** The published code's choices. */
    public static LearnerConfig released() {
        return new LearnerConfig(Profile.RELEASED, TaskEmbedding.RELEASED, RewardScale.RELEASED, 128,
                2, 128, false, false, AttentionKind.MULTIPLICATIVE, 1, false, true, 1.0, 5e-4, 5e-4, 0,
                0.99, 0.95, 0.5, 0.0, 0.3, true, false, 1, 10, 0.0, MetaUpdate.ADAM_EACH, 10, 0);
    }

    /** The paper's method with the choices that measured best; see the package documentation. */
    public static LearnerConfig verge() {
        return new LearnerConfig(Profile.VERGE, TaskEmbedding.VERGE, RewardScale.VERGE, 0, 1, 32,
                false, true, AttentionKind.NONE, 1, true, false, 1.0, 1e-3, 3e-3, 300, 1.0, 0.95, 0.0,
                0.01, 0.2, false, true, 3, 20, 1.0, MetaUpdate.ADAM_MEAN, 4, 10);
    }

    /** Returns the choices of a profile. */
    public static LearnerConfig of(Profile profile) {
        return switch (profile) {
            case PAPER -> paper();
            case RELEASED -> released();
            case VERGE -> verge();
        };
    }
}

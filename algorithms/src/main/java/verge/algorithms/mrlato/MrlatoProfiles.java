package verge.algorithms.mrlato;

import verge.algorithms.dag.AttentionKind;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.MetaUpdate;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RewardScale;
import verge.algorithms.dag.TaskEmbedding;

/** The hyper-parameters of MRLATO in two profiles; see the package documentation. */
public final class MrlatoProfiles {

    private MrlatoProfiles() {}

    /** The paper's choices (Table I and section V). */
    public static LearnerConfig paper() {
        return new LearnerConfig(Profile.PAPER, TaskEmbedding.PAPER, RewardScale.PAPER, 0, 2, 128,
                true, false, AttentionKind.MULTI_HEAD, 8, false, false, 1.0, 5e-4, 5e-4, 0, 0.99, 0.95,
                0.5, 0.0, 0.2, false, false, 3, 20, 0.0, MetaUpdate.ASCENT, 10, 0);
    }

    /** The paper's method with the choices that measured best for MRLCO. */
    public static LearnerConfig verge() {
        return new LearnerConfig(Profile.VERGE, TaskEmbedding.VERGE, RewardScale.VERGE, 0, 1, 32,
                false, true, AttentionKind.MULTI_HEAD, 8, true, false, 1.0, 1e-3, 3e-3, 300, 1.0, 0.95,
                0.0, 0.01, 0.2, false, true, 3, 20, 1.0, MetaUpdate.ASCENT, 4, 10);
    }

    /**
     * Returns the choices of a profile.
     *
     * @throws IllegalArgumentException for {@link Profile#RELEASED}: no code was published
     */
    public static LearnerConfig of(Profile profile) {
        return switch (profile) {
            case PAPER -> paper();
            case VERGE -> verge();
            case RELEASED -> throw new IllegalArgumentException(
                    "profile: no code of MRLATO was published; paper or verge");
        };
    }
}

package verge.lab.dag;

import java.util.List;
import verge.algorithms.dag.LearnerConfig;
import verge.algorithms.dag.LearnerPool;
import verge.algorithms.dag.LearningTask;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.Profile;
import verge.algorithms.dag.RankWeight;
import verge.algorithms.dag.Trainer;
import verge.algorithms.drl.FineTunedDrl;
import verge.algorithms.mrlato.Mrlato;
import verge.algorithms.mrlato.MrlatoProfiles;
import verge.algorithms.mrlco.Mrlco;
import verge.algorithms.mrlco.MrlcoProfiles;
import verge.sim.core.Timing;

/** The methods over task graphs, and what tells them apart. */
enum Kind {

    /** MRLCO. */
    MRLCO("mrlco", "mrlco", "meta reinforcement learning over task graphs",
            "Wang, Hu, Min, Zomaya, Georgalas: Fast Adaptive Task Offloading in Edge Computing"
            + " Based on Meta Reinforcement Learning, TPDS 2021", Timing.RELEASED,
            RankWeight.TIMING, List.of("0.6/0.8", "0.8/0.6", "0.7/0.4"), 20) {
        @Override
        LearnerConfig profile(Profile profile) {
            return MrlcoProfiles.of(profile);
        }

        @Override
        Trainer trainer(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
                LearnerPool pool, long seed) {
            return new Mrlco(config, network, tasks, pool, seed);
        }
    },

    /** MRLATO. */
    MRLATO("mrlato", "mrlato", "the same with multi-head attention",
            "Zhang, Liu, Guizani, Wang, Kumar, Tan: MRLATO: An Adaptive Task Offloading Mechanism"
            + " Based on Meta Reinforcement Learning in Edge Computing Environment, TVT 2025",
            Timing.PAPER, RankWeight.OFFLOAD, List.of("0.7/0.4", "0.7/0.7", "0.8/0.6"), 25) {
        @Override
        LearnerConfig profile(Profile profile) {
            return MrlatoProfiles.of(profile);
        }

        @Override
        Trainer trainer(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
                LearnerPool pool, long seed) {
            return new Mrlato(config, network, tasks, pool, seed);
        }
    },

    /** The baseline of both. */
    DRL("drl", "fine-tuned-drl", "one policy for all sets, fine-tuned on each",
            "Wang, Hu, Min, Zhan, Ni, Georgalas: Computation Offloading in Multi-Access Edge"
            + " Computing Using a Deep Sequential Model Based on Reinforcement Learning, IEEE"
            + " Communications Magazine 2019", Timing.RELEASED, RankWeight.TIMING,
            MRLCO.testShapes, 20) {
        @Override
        LearnerConfig profile(Profile profile) {
            return MrlcoProfiles.of(profile);
        }

        @Override
        Trainer trainer(LearnerConfig config, OffloadingNetwork network, List<LearningTask> tasks,
                LearnerPool pool, long seed) {
            return new FineTunedDrl(config, network, tasks, pool, seed);
        }
    };

    final String methodName;
    final String policyName;
    final String title;
    final String paper;
    final Timing timing;
    final RankWeight rank;
    /** Fat and density of the paper's test topologies. */
    final List<String> testShapes;
    /** Tasks of the graphs in the paper's experiments on topologies and rates. */
    final int tasks;

    Kind(String methodName, String policyName, String title, String paper, Timing timing,
            RankWeight rank, List<String> testShapes, int tasks) {
        this.methodName = methodName;
        this.policyName = policyName;
        this.title = title;
        this.paper = paper;
        this.timing = timing;
        this.rank = rank;
        this.testShapes = testShapes;
        this.tasks = tasks;
    }

    /**
     * The method's hyper-parameters.
     *
     * @throws IllegalArgumentException if the method has no such profile
     */
    abstract LearnerConfig profile(Profile profile);

    /** The method's training. */
    abstract Trainer trainer(LearnerConfig config, OffloadingNetwork network,
            List<LearningTask> tasks, LearnerPool pool, long seed);

    /** What its part of a run is called in metrics and checkpoints. */
    String part() {
        return this == DRL ? "drl" : "meta";
    }
}

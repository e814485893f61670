package verge.lab;

import java.nio.file.Path;
import java.util.List;
import verge.lab.run.RunFolder;
import verge.sim.core.InputException;
import verge.sim.core.OffloadProblem;

/**
 * A published method as the command line runs it.
 *
 * @param <C> the type of its configuration, a record of settings that users may change
 */
public interface Method<C extends Record> {
    /**
     * What users type.
     *
     * @return lower-case letters, digits and hyphens
     */
    String name();

    /**
     * What it is.
     *
     * @return one line
     */
    String title();

    /**
     * The paper.
     *
     * @return authors, venue and year on one line
     */
    String paper();

    /**
     * How far its implementation is.
     *
     * @return a few words
     */
    String state();

    /**
     * The configuration to which files and settings are applied.
     *
     * @param budget how long a run may take
     * @return a complete configuration
     */
    C defaults(Budget budget);

    /**
     * The defaults that go with what was chosen, where one setting, such as a profile, decides over
     * others.
     *
     * @param budget how long a run may take
     * @param chosen the defaults of the budget with file and settings applied
     * @return the configuration to which file and settings are applied in the end
     */
    default C defaults(Budget budget, C chosen) {
        return defaults(budget);
    }

    /**
     * The scenarios that it can be trained in, by name.
     *
     * @return none where the method's settings say all of its world
     */
    default List<String> scenarios() {
        return List.of();
    }

    /**
     * Which kernels compute in this virtual machine.
     *
     * @return a name for the manifest, such as {@code scalar}
     */
    String kernels();

    /**
     * Reads whatever a run with this configuration needs and refuses what is bad, before anything
     * is written.
     *
     * @param config a resolved configuration
     * @throws verge.sim.core.InputException if some input is missing or malformed
     */
    void check(C config);

    /**
     * Trains and evaluates. Metrics are flushed before each checkpoint is written.
     *
     * @param context configuration, folder, seed and threads
     * @return what was found
     */
    RunOutcome run(RunContext<C> context);

    /**
     * Adapts a run's policy to other graphs and evaluates it after each update. The run is not
     * modified.
     *
     * @param run a run of this method
     * @param request the graphs and how
     * @return the latencies
     */
    Evaluation evaluate(RunFolder run, EvaluationRequest request);

    /**
     * Plans one graph with a run's policy, without adaptation. The run is not modified.
     *
     * @param run a run of this method
     * @param problem the graph with its rates
     * @return one choice per task in the problem's order, 0 local and 1 offload
     */
    int[] plan(RunFolder run, OffloadProblem problem);

    /**
     * Writes a run's policy alone, without what only training needs. The run is not modified.
     *
     * @param run a run of this method
     * @param file where to; replaced atomically
     * @throws verge.sim.core.InputException if the method has no policy of that kind
     */
    default void export(RunFolder run, Path file) {
        throw new InputException(run.path().toString(), "", "a run of " + name(),
                "a method whose policy plans task graphs");
    }
}

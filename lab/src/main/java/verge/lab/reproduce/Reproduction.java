package verge.lab.reproduce;

/** One table or figure of a paper. */
public interface Reproduction {
    /**
     * The paper.
     *
     * @return what users type, the name of its method
     */
    String paper();

    /**
     * The table or figure.
     *
     * @return what users type, such as {@code table3}
     */
    String table();

    /**
     * What it shows.
     *
     * @return one line
     */
    String title();

    /**
     * Makes it, going on from what the folder holds already. Runs are finished one by one, so that
     * what was stopped can be continued.
     *
     * @param request how
     * @return the table
     * @throws verge.sim.core.InputException if some input is missing, or the folder holds runs with
     *         other settings
     */
    Reproduced make(ReproductionRequest request);
}

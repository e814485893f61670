package verge.lab;

import verge.lab.run.RunFolder;
import verge.lab.run.SeriesFile;

/**
 * What a method is given to run.
 *
 * @param config the resolved configuration
 * @param folder where the run is kept; the method writes {@code folder.checkpoint()}
 * @param budget the budget from which the configuration's defaults came
 * @param scenario a scenario's name, or null
 * @param seed the root seed of everything random
 * @param threads how many threads may be used; no result may depend on it
 * @param resume whether to go on from the folder's checkpoint, if it has one
 * @param progress where to tell how far it is
 * @param <C> the configuration's type
 */
public record RunContext<C extends Record>(C config, RunFolder folder, Budget budget,
        String scenario, long seed, int threads, boolean resume, Progress progress) {
    /**
     * Opens the metrics; add rows as the run goes, flush before each checkpoint.
     *
     * @param lastStep the checkpoint's step on resuming, whose rows and all earlier ones stay; -1
     *         at the start
     * @return the open file, which the method closes
     */
    public SeriesFile metrics(long lastStep) {
        return folder.appendMetrics(lastStep);
    }

    /**
     * Opens the timings, in seconds; the only file that may hold wall time.
     *
     * @param lastStep as for {@link #metrics(long)}
     * @return the open file, which the method closes
     */
    public SeriesFile timing(long lastStep) {
        return folder.appendTiming(lastStep);
    }
}

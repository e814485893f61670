package verge.lab.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import verge.lab.Progress;
import verge.lab.config.Config;
import verge.lab.text.Numbers;
import verge.lab.text.TextTable;
import verge.sim.core.EventDigest;

/**
 * One policy over many seeds: a mean over episodes of each figure with its 95 % interval (Student's,
 * over the episodes that have the figure), and the episodes themselves.
 */
public final class Sweep {
    /** Name -> what an episode has of it. */
    static final Map<String, ToDoubleFunction<Episode>> FIGURES = figures();

    private final String scenario;
    private final Record settings;
    private final PolicyChoice policy;
    private final List<Episode> episodes;
    private final long slots;
    private final double seconds;

    private Sweep(String scenario, Record settings, PolicyChoice policy, List<Episode> episodes,
            long slots, double seconds) {
        this.scenario = scenario;
        this.settings = settings;
        this.policy = policy;
        this.episodes = List.copyOf(episodes);
        this.slots = slots;
        this.seconds = seconds;
    }

    private static Map<String, ToDoubleFunction<Episode>> figures() {
        Map<String, ToDoubleFunction<Episode>> figures = new LinkedHashMap<>();
        figures.put("meanDelaySeconds", Episode::meanDelaySeconds);
        figures.put("failureRate", Episode::failureRate);
        figures.put("energyJoules", Episode::energyJoules);
        figures.put("costSeconds", Episode::costSeconds);
        return figures;
    }

    /**
     * A figure over episodes.
     *
     * @param mean null where no episode has the figure
     * @param low lower end of the 95 % interval; the mean itself where there is one episode
     * @param high upper end
     */
    public record Figure(Double mean, Double low, Double high) {
        static Figure of(double[] values) {
            double[] sample = Arrays.stream(values).filter(Double::isFinite).toArray();
            int n = sample.length;
            if (n == 0) {
                return new Figure(null, null, null);
            }
            double mean = 0;
            for (double value : sample) {
                mean += value;
            }
            mean /= n;
            double squares = 0;
            for (double value : sample) {
                squares += (value - mean) * (value - mean);
            }
            double half = n == 1 ? 0 : new TDistribution(null, n - 1)
                    .inverseCumulativeProbability(0.975) * Math.sqrt(squares / (n - 1) / n);
            return new Figure(mean, mean - half, mean + half);
        }
    }

    /**
     * Runs episodes.
     *
     * @param scenario whose world it is
     * @param words {@code key=value} words of policy and scenario
     * @param policy the policy as written
     * @param seeds which episodes
     * @return what came of them
     * @throws verge.sim.core.InputException for words or a policy that do not fit
     */
    public static Sweep run(Scenario<?> scenario, List<String> words, String policy, Seeds seeds) {
        return run(Setup.of(scenario, policy, null, words), seeds, Progress.SILENT);
    }

    /**
     * Runs episodes.
     *
     * @param setup world and policy
     * @param seeds which episodes
     * @param progress where to tell how far it is
     * @return what came of them
     */
    static Sweep run(Setup setup, Seeds seeds, Progress progress) {
        List<Episode> episodes = new ArrayList<>();
        progress.begin("episodes", seeds.last() - seeds.first() + 1);
        long begun = System.nanoTime();
        long slots = 0;
        for (long seed = seeds.first(); seed <= seeds.last(); seed++) {
            Episode episode = setup.simulation().run(seed);
            episodes.add(episode);
            slots += episode.slots();
            progress.advance("");
        }
        double seconds = Math.max(1, System.nanoTime() - begun) * 1e-9;
        return new Sweep(setup.scenario(), setup.settings(), setup.policy(), episodes, slots,
                seconds);
    }

    /**
     * The episodes.
     *
     * @return in the order of their seeds
     */
    public List<Episode> episodes() {
        return episodes;
    }

    /**
     * A figure by its name in the JSON.
     *
     * @param name such as {@code failureRate}
     * @return mean and interval
     */
    public Figure figure(String name) {
        return Figure.of(episodes.stream().mapToDouble(FIGURES.get(name)).toArray());
    }

    /**
     * One digest of all episodes.
     *
     * @return 16 hexadecimal digits
     */
    public String digest() {
        EventDigest digest = new EventDigest();
        episodes.forEach(episode -> digest.add(episode.digest()));
        return digest.hex();
    }

    /** How long the episodes took, on the clock. */
    double seconds() {
        return seconds;
    }

    long tasks() {
        return episodes.stream().mapToLong(Episode::tasks).sum();
    }

    long dropped() {
        return episodes.stream().mapToLong(Episode::dropped).sum();
    }

    /**
     * What {@code --json} prints: tasks and dropped are sums, the other figures means over episodes.
     *
     * @return an object whose order is that of its text
     */
    public Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("scenario", scenario);
        object.put("policy", policy.toString());
        object.put("settings", Config.toMap(settings));
        object.put("seeds", episodes.size());
        object.put("tasks", tasks());
        FIGURES.keySet().forEach(name -> object.put(name, figure(name).mean()));
        object.put("dropped", dropped());
        object.put("digest", digest());
        object.put("slotsPerSecond", slots / seconds);
        Map<String, Object> intervals = new LinkedHashMap<>();
        FIGURES.keySet().forEach(name -> {
            Figure figure = figure(name);
            intervals.put(name, Arrays.asList(figure.low(), figure.high()));
        });
        object.put("interval95", intervals);
        object.put("perSeed", episodes.stream().map(Sweep::object).toList());
        return object;
    }

    private static Map<String, Object> object(Episode episode) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("seed", episode.seed());
        object.put("tasks", episode.tasks());
        FIGURES.forEach((name, figure) -> {
            double value = figure.applyAsDouble(episode);
            object.put(name, Double.isFinite(value) ? value : null);
        });
        object.put("dropped", episode.dropped());
        object.put("digest", hex(episode.digest()));
        return object;
    }

    private static String hex(long digest) {
        String digits = Long.toHexString(digest);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /**
     * What is printed without {@code --json}.
     *
     * @return a table and two lines
     */
    public String text() {
        TextTable table = new TextTable("figure", "mean", "95 % interval");
        for (String name : FIGURES.keySet()) {
            Figure figure = figure(name);
            table.row(name, Numbers.fixed(figure.mean(), 4),
                    Numbers.fixed(figure.low(), 4) + " .. " + Numbers.fixed(figure.high(), 4));
        }
        return table + scenario + ", " + policy + ": " + episodes.size() + " episodes, " + tasks()
                + " tasks, " + dropped() + " dropped, " + Numbers.fixed(slots / seconds, 0)
                + " slots/s\ndigest  " + digest() + "\n";
    }
}

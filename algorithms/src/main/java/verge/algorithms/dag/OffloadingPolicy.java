package verge.algorithms.dag;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verge.autodiff.Parameters;
import verge.nn.InputException;
import verge.nn.SafetensorsFile;
import verge.nn.SafetensorsWriter;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;

/**
 * A trained policy that plans graphs: an {@link OffloadingNetwork} with its parameters. It is read
 * from and written to safetensors; the metadata say the network's shape, so that the file is all
 * that is needed. One thread at a time; several policies may share their parameters.
 */
public final class OffloadingPolicy {

    /** What the names of the parameters begin with in a file that holds one policy alone. */
    public static final String POLICY = "policy/";

    private static final String SHIPPED = "offloading.safetensors";
    private static final String FORMAT = "formatVersion";
    private static final String VERSION = "2";
    private static final Boolean[] FLAGS = {false, true};

    private final OffloadingNetwork network;
    private final Parameters theta;
    private final Sampler sampler;

    /**
     * A policy of this network.
     *
     * @param theta parameters over the network's table; kept, not copied, and never modified
     */
    public OffloadingPolicy(OffloadingNetwork network, Parameters theta) {
        this.network = network;
        this.theta = theta;
        this.sampler = new Sampler(network, RewardScale.PAPER);
    }

    /** Returns the network. */
    public OffloadingNetwork network() {
        return network;
    }

    /** Returns the parameters themselves. */
    public Parameters parameters() {
        return theta;
    }

    /**
     * Plans a graph by taking the most probable choice at every task. Allocates.
     *
     * @return by place in the problem's order, 0 for the user's equipment and 1 for the edge host:
     *     [tasks]
     */
    public int[] plan(OffloadProblem problem) {
        Trajectories only = new Trajectories(List.of(problem), network.shape().embedding(), 1);
        sampler.fill(only, theta, null);
        return only.actions;
    }

    /**
     * The best, by the simulator, of the plan of most probable choices and of several others; of
     * equally good plans the first. Allocates.
     *
     * @param plans how many others, at least 1
     * @param search how they are found
     * @param seed their noise follows from it
     * @return as {@link #plan(OffloadProblem)}
     */
    public int[] plan(OffloadProblem problem, int plans, Adaptation.Search search, long seed) {
        Trajectories greedy = new Trajectories(List.of(problem), network.shape().embedding(), 1);
        sampler.fill(greedy, theta, null);
        Trajectories others =
                new Trajectories(List.of(problem), network.shape().embedding(), plans);
        RandomStream random = new RandomStream(seed, "plans");
        if (search.decoding() == Decoding.SAMPLED) {
            sampler.fill(others, theta, random);
        } else {
            new BeamSampler(network).fill(others, theta, search.temperature(),
                    search.decoding() == Decoding.BEAM ? null : random);
        }
        int[] plan = greedy.actions;
        double latency = greedy.latencies[0];
        for (int b = 0; b < plans; b++) {
            if (others.latencies[b] < latency) {
                latency = others.latencies[b];
                plan = new int[problem.size()];
                for (int t = 0; t < plan.length; t++) {
                    plan[t] = others.actions[t * plans + b];
                }
            }
        }
        return plan;
    }

    /**
     * Reads a policy.
     *
     * @param file a file that {@link #save} or a run of the command has written
     * @param prefix what its parameters' names begin with, such as {@code "meta/"}
     * @throws InputException if it is no such file, tensors and metadata do not fit each other, or
     *     anything is not as it was written
     */
    public static OffloadingPolicy read(Path file, String prefix) {
        return read(file.toString(), SafetensorsFile.read(file), prefix);
    }

    /**
     * The policy that comes with Verge: trained on generated graphs of 10 to 50 tasks at rates of 4 to
     * 22 Mbit/s under the timing model {@code released}; {@code docs/mrlco.md} has the commands that
     * made it. Reads it anew at every call.
     */
    public static OffloadingPolicy shipped() {
        try (InputStream in = OffloadingPolicy.class.getResourceAsStream(SHIPPED)) {
            return read(SHIPPED, SafetensorsFile.read(SHIPPED, in.readAllBytes()), POLICY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OffloadingPolicy read(String source, SafetensorsFile in, String prefix) {
        requireVersion(source, in);
        OffloadingNetwork network;
        try {
            network = new OffloadingNetwork(shape(source, in.metadata()));
        } catch (IllegalArgumentException e) {
            throw new InputException(source, "metadata", "a shape that no network has",
                    e.getMessage());
        } catch (ArithmeticException e) {
            throw new InputException(source, "metadata", "a network of more than 2^31 numbers",
                    "a smaller one");
        }
        // Before anything of the network's size is allocated: the file may say what it likes.
        long stored = 0;
        for (String name : in.names()) {
            if (name.startsWith(prefix)) {
                long size = 1;
                for (long n : in.shape(name)) {
                    size *= n;
                }
                stored += size;
            }
        }
        if (stored != network.table().size()) {
            throw new InputException(source, "tensors " + prefix + "*", stored + " numbers",
                    network.table().size() + ", as the shape in the metadata has them");
        }
        Parameters theta = new Parameters(network.table());
        in.parameters(prefix, theta);
        in.requireSealed();
        return new OffloadingPolicy(network, theta);
    }

    /**
     * Opens a file with one policy or more.
     *
     * @throws InputException if it is no safetensors file, or one of another format version
     */
    public static SafetensorsFile open(Path file) {
        SafetensorsFile in = SafetensorsFile.read(file);
        requireVersion(file.toString(), in);
        return in;
    }

    private static void requireVersion(String source, SafetensorsFile in) {
        String version = in.metadata().get(FORMAT);
        if (!VERSION.equals(version)) {
            throw new InputException(source, FORMAT, String.valueOf(version), VERSION);
        }
    }

    /**
     * Writes a file that holds this policy alone.
     *
     * @param prefix what the names of its parameters are to begin with
     * @throws IOException if that fails; nothing under the path has changed then
     */
    public void save(Path file, String prefix) throws IOException {
        SafetensorsWriter out = new SafetensorsWriter();
        describe(network.shape(), out);
        out.parameters(prefix, theta).seal().write(file);
    }

    /**
     * Adds format version and shape to a file's metadata, once for all policies in it. Such a file
     * is to be sealed.
     */
    public static void describe(NetworkShape shape, SafetensorsWriter out) {
        out.metadata(FORMAT, VERSION)
                .metadata("embedding", word(shape.embedding()))
                .metadata("input-units", Integer.toString(shape.inputUnits()))
                .metadata("layers", Integer.toString(shape.layers()))
                .metadata("hidden", Integer.toString(shape.hidden()))
                .metadata("layer-norm", Boolean.toString(shape.layerNorm()))
                .metadata("bidirectional", Boolean.toString(shape.bidirectional()))
                .metadata("attention", word(shape.attention()))
                .metadata("heads", Integer.toString(shape.heads()))
                .metadata("resource-state", Boolean.toString(shape.resourceState()))
                .metadata("value-from-logits", Boolean.toString(shape.valueFromLogits()));
    }

    /** The forget gates' initial bias is not kept: trained parameters no longer need it. */
    private static NetworkShape shape(String source, Map<String, String> metadata) {
        return new NetworkShape(
                choice(source, metadata, "embedding", TaskEmbedding.values()),
                integer(source, metadata, "input-units", 0, NetworkShape.MOST_UNITS),
                integer(source, metadata, "layers", 1, NetworkShape.MOST_LAYERS),
                integer(source, metadata, "hidden", 1, NetworkShape.MOST_UNITS),
                choice(source, metadata, "layer-norm", FLAGS),
                choice(source, metadata, "bidirectional", FLAGS),
                choice(source, metadata, "attention", AttentionKind.values()),
                integer(source, metadata, "heads", 1, NetworkShape.MOST_UNITS),
                choice(source, metadata, "resource-state", FLAGS),
                choice(source, metadata, "value-from-logits", FLAGS), 0.0);
    }

    private static <T> T choice(String source, Map<String, String> metadata, String key,
            T[] choices) {
        StringBuilder known = new StringBuilder();
        for (T one : choices) {
            if (word(one).equals(metadata.get(key))) {
                return one;
            }
            known.append(known.isEmpty() ? "" : " or ").append(word(one));
        }
        throw new InputException(source, "metadata " + key, String.valueOf(metadata.get(key)),
                known.toString());
    }

    private static int integer(String source, Map<String, String> metadata, String key, int least,
            int most) {
        String found = String.valueOf(metadata.get(key));
        if (found.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(found);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new InputException(source, "metadata " + key, found, least + " to " + most);
    }

    private static String word(Object choice) {
        return choice.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package verge.lab.mrlco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import verge.algorithms.dag.NetworkShape;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.PolicyState;
import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.nn.InputException;
import verge.nn.SafetensorsFile;
import verge.nn.SafetensorsWriter;

/**
 * The state of a run as safetensors: {@code meta/} and {@code drl/} hold the two policies by
 * parameter name, {@code *.adam.mean} and {@code *.adam.square} the moments of their optimisers,
 * {@code *.counts} iterations, optimiser steps, and state and count of the event digest.
 */
final class MrlcoCheckpoint {

    private static final String META = "meta/";

    private MrlcoCheckpoint() {}

    static void save(Path file, NetworkShape shape, PolicyState meta, PolicyState drl) {
        SafetensorsWriter out = new SafetensorsWriter();
        OffloadingPolicy.describe(shape, out);
        out.metadata("method", "mrlco");
        add(out, "meta", meta);
        add(out, "drl", drl);
        out.seal();
        try {
            out.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(SafetensorsWriter out, String name, PolicyState state) {
        Adam adam = state.optimiser();
        out.parameters(name + "/", state.policy());
        out.floats(name + ".adam.mean", adam.mean(), 0, adam.mean().length);
        out.floats(name + ".adam.square", adam.square(), 0, adam.square().length);
        long[] counts = {state.iteration(), adam.steps(), state.events().state(),
            state.events().count()};
        out.longs(name + ".counts", counts, 0, counts.length);
    }

    /**
     * Puts a saved state back.
     *
     * @throws InputException if the file is no undamaged checkpoint of two such states, which must
     *     not be used then
     */
    static void restore(Path file, PolicyState meta, PolicyState drl) {
        SafetensorsFile in = OffloadingPolicy.open(file);
        long[] metaCounts = counts(file, in, "meta", meta.policy().size());
        long[] drlCounts = counts(file, in, "drl", drl.policy().size());
        in.requireSealed();
        in.parameters(META, meta.policy());
        in.parameters("drl/", drl.policy());
        putBack(in, "meta", meta, metaCounts);
        putBack(in, "drl", drl, drlCounts);
    }

    /** Reads the meta policy alone. */
    static OffloadingPolicy policy(Path file) {
        return OffloadingPolicy.read(file, META);
    }

    private static long[] counts(Path file, SafetensorsFile in, String name, int size) {
        for (String moment : new String[] {".adam.mean", ".adam.square"}) {
            if (in.floats(name + moment).length != size) {
                throw new InputException(file.toString(), name + moment,
                        in.floats(name + moment).length + " values", size + " values");
            }
        }
        long[] counts = in.longs(name + ".counts");
        if (counts.length != 4 || counts[0] < 0 || counts[0] > Integer.MAX_VALUE || counts[1] < 0
                || counts[1] > Integer.MAX_VALUE) {
            throw new InputException(file.toString(), name + ".counts", "other counts",
                    "iterations, optimiser steps, digest state and count");
        }
        return counts;
    }

    private static void putBack(SafetensorsFile in, String name, PolicyState state,
            long[] counts) {
        Adam adam = state.optimiser();
        System.arraycopy(in.floats(name + ".adam.mean"), 0, adam.mean(), 0, adam.mean().length);
        System.arraycopy(in.floats(name + ".adam.square"), 0, adam.square(), 0,
                adam.square().length);
        adam.resume((int) counts[1]);
        state.events().restore(counts[2], counts[3]);
        state.resume((int) counts[0]);
    }
}

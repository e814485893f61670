package verge.lab.dag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import verge.algorithms.dag.NetworkShape;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.dag.PolicyState;
import verge.nn.Adam;
import verge.nn.InputException;
import verge.nn.SafetensorsFile;
import verge.nn.SafetensorsWriter;

/**
 * The state of a run as safetensors: for every part of the training, {@code meta} and {@code drl},
 * {@code PART/} holds the policy by parameter name, {@code PART.adam.mean} and
 * {@code PART.adam.square} the moments of its optimiser, {@code PART.counts} iterations, optimiser
 * steps, and state and count of the event digest.
 */
final class DagCheckpoint {

    private DagCheckpoint() {}

    static void save(Path file, Kind kind, NetworkShape shape, Map<String, PolicyState> parts) {
        SafetensorsWriter out = new SafetensorsWriter();
        OffloadingPolicy.describe(shape, out);
        out.metadata("method", kind.methodName);
        parts.forEach((name, state) -> add(out, name, state));
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
     * @throws InputException if the file is no undamaged checkpoint of such states, which must not
     *     be used then
     */
    static void restore(Path file, Map<String, PolicyState> parts) {
        SafetensorsFile in = OffloadingPolicy.open(file);
        Map<String, long[]> counts = new LinkedHashMap<>();
        parts.forEach((name, state) ->
                counts.put(name, counts(file, in, name, state.policy().size())));
        in.requireSealed();
        parts.forEach((name, state) -> in.parameters(name + "/", state.policy()));
        parts.forEach((name, state) -> putBack(in, name, state, counts.get(name)));
    }

    /** Reads the policy of a method alone. */
    static OffloadingPolicy policy(Path file, Kind kind) {
        return OffloadingPolicy.read(file, kind.part() + "/");
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

package verge.lab.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.autodiff.kernel.Kernels;
import verge.lab.InOrder;

/**
 * Digests of all arithmetic on fixed inputs: equal wherever Verge keeps its promise.
 *
 * @param kernels digest of each kernel and scalar function
 * @param layers digest of each layer's training
 * @param unsteady what gave other bits when it was run again, as it does where the compiler of the
 *         virtual machine and its interpreter disagree
 */
public record BitAudit(Map<String, String> kernels, Map<String, String> layers,
        List<String> unsteady) {
    /**
     * Runs the audit on the kernels of this process.
     *
     * @param brief whether on fewer sizes and steps, with digests of their own, and once only
     * @param threads how many to use; no digest depends on it
     * @return the digests
     */
    public static BitAudit run(boolean brief, int threads) {
        List<String> unsteady = new ArrayList<>();
        if (brief) {
            Kernels.awaitWarm();
        }
        Map<String, String> kernels = kernels(brief, threads);
        Map<String, String> layers = layers(brief, threads);
        if (!brief) {
            Kernels.awaitWarm();
            warm(threads);
            differing(kernels, kernels(false, threads), unsteady);
            differing(layers, layers(false, threads), unsteady);
        }
        return new BitAudit(kernels, layers, unsteady);
    }

    private static void differing(Map<String, String> first, Map<String, String> second,
            List<String> names) {
        first.forEach((name, digest) -> {
            if (!digest.equals(second.get(name))) {
                names.add(name);
            }
        });
    }

    /** The digest over all of them. */
    public String digest() {
        BitDigest digest = new BitDigest();
        kernels.forEach((name, hex) -> digest.add(name + " " + hex));
        layers.forEach((name, hex) -> digest.add(name + " " + hex));
        return digest.hex();
    }

    private static Map<String, String> kernels(boolean brief, int threads) {
        Map<String, KernelCase> cases = KernelCases.all();
        List<String> names = List.copyOf(cases.keySet());
        List<String> found = InOrder.map(names.size(), threads, i ->
                cases.get(names.get(i)).digest(names.get(i), Kernels.active(), brief));
        Map<String, String> digests = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            digests.put(names.get(i), found.get(i));
        }
        return digests;
    }

    private static void warm(int threads) {
        Map<String, KernelCase> cases = KernelCases.all();
        List<String> names = List.copyOf(cases.keySet());
        InOrder.map(names.size(), threads, i -> {
            cases.get(names.get(i)).warm(names.get(i), Kernels.active());
            return null;
        });
    }

    private static Map<String, String> layers(boolean brief, int threads) {
        Map<String, LayerTraining> trainings = new LinkedHashMap<>();
        LayerCases.all().forEach((name, layer) ->
                trainings.put(name, new LayerTraining(name, layer)));
        List<LayerTraining> inOrder = List.copyOf(trainings.values());
        int learners = LayerTraining.LEARNERS;
        for (int round = 0; round < LayerTraining.ROUNDS; round++) {
            List<String> trained = InOrder.map(inOrder.size() * learners, threads, i ->
                    inOrder.get(i / learners).train(i % learners, brief));
            for (int i = 0; i < inOrder.size(); i++) {
                inOrder.get(i).gather(trained.subList(i * learners, (i + 1) * learners));
            }
        }
        Map<String, String> digests = new LinkedHashMap<>();
        trainings.forEach((name, training) -> digests.put(name, training.digest()));
        return digests;
    }
}

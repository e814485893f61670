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
    /** So often that a kernel is compiled on the way. */
    private static final int PASSES = 30;

    /**
     * Runs the audit on the kernels of this process.
     *
     * @param brief whether on fewer sizes and steps, with digests of their own, and once only
     * @param threads how many to use; no digest depends on it
     * @return the digests
     */
    public static BitAudit run(boolean brief, int threads) {
        int passes = brief ? 1 : PASSES;
        List<String> unsteady = new ArrayList<>();
        Map<String, String> kernels = kernels(brief, threads, passes, unsteady);
        Map<String, String> layers = layers(brief, threads);
        if (!brief) {
            layers(false, threads).forEach((name, digest) -> {
                if (!digest.equals(layers.get(name))) {
                    unsteady.add(name);
                }
            });
        }
        return new BitAudit(kernels, layers, unsteady);
    }

    /** The digest over all of them. */
    public String digest() {
        BitDigest digest = new BitDigest();
        kernels.forEach((name, hex) -> digest.add(name + " " + hex));
        layers.forEach((name, hex) -> digest.add(name + " " + hex));
        return digest.hex();
    }

    private static Map<String, String> kernels(boolean brief, int threads, int passes,
            List<String> unsteady) {
        List<Map.Entry<String, KernelCase>> cases = List.copyOf(KernelCases.all().entrySet());
        List<List<String>> found = InOrder.map(cases.size(), threads, i -> {
            String name = cases.get(i).getKey();
            List<String> digests = new ArrayList<>();
            for (int pass = 0; pass < passes; pass++) {
                digests.add(cases.get(i).getValue().digest(name, Kernels.active(), brief));
            }
            return digests;
        });
        Map<String, String> kernels = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            List<String> digests = found.get(i);
            kernels.put(cases.get(i).getKey(), digests.get(0));
            if (digests.stream().distinct().count() > 1) {
                unsteady.add(cases.get(i).getKey());
            }
        }
        return kernels;
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

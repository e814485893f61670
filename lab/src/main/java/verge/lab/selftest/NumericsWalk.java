package verge.lab.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import verge.nn.InputException;
import verge.nn.SafetensorsFile;

/**
 * A walk over a folder of golden numbers: every case is computed by Verge's own operations, layers,
 * losses and optimisers, values and gradients, and compared within the tolerances of the case.
 *
 * @param verdicts of all cases, in their order
 * @param malformed what is wrong with each malformed file, empty if nothing is
 * @param digest SHA-256 of all numbers computed: equal with either kernels
 */
public record NumericsWalk(List<Verdict> verdicts, Map<String, String> malformed, String digest) {
    /** What became of a case. */
    public enum Outcome {
        /** Everything golden was met. */
        PASSED,
        /** Something was not. */
        FAILED,
        /** The case is about nothing that Verge has. */
        NOT_APPLICABLE
    }

    /**
     * One case.
     *
     * @param file name of its file
     * @param op operation
     * @param outcome what became of it
     * @param reason why it did not pass; empty if it did
     */
    public record Verdict(String file, String op, Outcome outcome, String reason) {
    }

    /**
     * Walks over a folder with the kernels of this process.
     *
     * @param path a folder with {@code cases.json} and the files it lists, and perhaps a folder
     *         {@code malformed}; read, not modified
     * @return what was found; a case that contradicts its operation has failed
     * @throws verge.sim.core.InputException if the index is not as it must be, or lists other
     *         tensors than a file has
     * @throws InputException if a file of a case cannot be read
     */
    public static NumericsWalk over(Path path) {
        GoldenFolder folder = new GoldenFolder(path);
        Map<String, Consumer<GoldenCase>> ops = operations();
        List<Verdict> verdicts = new ArrayList<>();
        BitDigest digest = new BitDigest();
        for (GoldenEntry entry : folder.entries()) {
            verdicts.add(verdict(entry, folder.read(entry), ops, digest));
        }
        return new NumericsWalk(verdicts, MalformedFiles.read(folder), digest.hex());
    }

    private static Map<String, Consumer<GoldenCase>> operations() {
        Map<String, Consumer<GoldenCase>> ops = new LinkedHashMap<>();
        PrimitiveOps.addTo(ops);
        LayerOps.addTo(ops);
        AttentionOps.addTo(ops);
        LearningOps.addTo(ops);
        UpdateOps.addTo(ops);
        return ops;
    }

    private static Verdict verdict(GoldenEntry entry, SafetensorsFile file,
            Map<String, Consumer<GoldenCase>> ops, BitDigest digest) {
        try {
            String reason = entry.op().startsWith(ScalarTable.PREFIX)
                    ? ScalarTable.failure(entry, file, digest)
                    : failure(new GoldenCase(entry, file), ops.get(entry.op()), digest);
            return reason == null ? new Verdict(entry.file(), entry.op(), Outcome.PASSED, "")
                    : new Verdict(entry.file(), entry.op(), Outcome.FAILED, reason);
        } catch (NotApplicable e) {
            return new Verdict(entry.file(), entry.op(), Outcome.NOT_APPLICABLE, e.getMessage());
        } catch (ArithmeticException | IllegalArgumentException | InputException e) {
            return new Verdict(entry.file(), entry.op(), Outcome.FAILED,
                    "refused: " + e.getMessage());
        } catch (RuntimeException e) {                     // one fault does not hide the others
            return new Verdict(entry.file(), entry.op(), Outcome.FAILED, "a fault: " + e);
        }
    }

    private static String failure(GoldenCase c, Consumer<GoldenCase> op, BitDigest digest) {
        if (op == null) {
            throw new NotApplicable("no operation " + c.entry().op());
        }
        op.accept(c);
        c.finish();
        digest.add(c.entry().file());
        c.digest(digest);
        return c.failure();
    }

    /**
     * The number of cases with an outcome.
     *
     * @param outcome which
     * @return how many
     */
    public int count(Outcome outcome) {
        return (int) verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    /**
     * Names of the files that are not as they should be, malformed ones last.
     *
     * @return the names as the indices have them
     */
    public List<String> failed() {
        return List.copyOf(failures().keySet());
    }

    /**
     * Why each of {@link #failed()} is not as it should be.
     *
     * @return reason of each file
     */
    public Map<String, String> failures() {
        Map<String, String> failures = reasons(Outcome.FAILED);
        malformed.forEach((file, wrong) -> {
            if (!wrong.isEmpty()) {
                failures.put(file, wrong);
            }
        });
        return failures;
    }

    /**
     * The reasons of all cases with an outcome.
     *
     * @param outcome which
     * @return reason of each file
     */
    public Map<String, String> reasons(Outcome outcome) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() == outcome) {
                reasons.put(verdict.file(), verdict.reason());
            }
        }
        return reasons;
    }

    /**
     * How many cases of each operation have which outcome.
     *
     * @return for each operation a count for each {@link Outcome}, in the enum's order
     */
    public Map<String, int[]> operationCounts() {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            counts.computeIfAbsent(verdict.op(), op -> new int[Outcome.values().length])
                    [verdict.outcome().ordinal()]++;
        }
        return counts;
    }
}

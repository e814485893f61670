package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;

/** Damaged files of every format: read or refused in one line, with memory like the file's size. */
class MutatedTracesTest {

    private static final long SEED = 5;
    private static final int CASES = Shared.full() ? 100_000 : 3_000;

    /** What opening a file takes: buffers, an exception, the classes of an error met first. */
    private static final long OPENING_BYTES = 400_000;
    private static final long BYTES_PER_BYTE = 50;

    @TempDir
    private Path folder;

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        Map<String, byte[]> good = new TreeMap<>();
        Map<String, ToIntFunction<Path>> readers = new TreeMap<>();
        good.put("events.csv", bytes(TraceReaderTest.EVENTS));
        good.put("events.gz", GzipStreamTest.gzip(bytes(TraceReaderTest.EVENTS)));
        readers.put("events.csv", file -> TraceReader.taskEvents(file).size());
        readers.put("events.gz", file -> TraceReader.taskEvents(file).size());
        good.put("derived.csv", bytes(BatchJobReaderTest.DERIVED));
        readers.put("derived.csv", file -> BatchJobReader.graphs(file).size());
        good.put("published.csv", bytes(BatchJobReaderTest.PUBLISHED));
        readers.put("published.csv", file -> BatchJobReader.arrivals(file).size());
        good.put("workflow.json", bytes(WorkflowReaderTest.WORKFLOW));
        readers.put("workflow.json", file -> WorkflowReader.read(file).size());
        RandomStream random = new RandomStream(SEED, "mutations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String name : good.keySet()) {
            int refused = 0;
            Path whole = Files.write(folder.resolve(name), good.get(name));
            assertThat(refusal(readers.get(name), whole)).isNull();
            refusal(readers.get(name), Files.write(folder.resolve(name), new byte[] {'x'}));
            for (int i = 0; i < CASES / good.size(); i++) {
                byte[] bad = Mutations.of(good.get(name), random, i % Mutations.KINDS);
                Path file = Files.write(folder.resolve(name), bad);
                long before = threads.getCurrentThreadAllocatedBytes();
                String message = refusal(readers.get(name), file);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                String which = "seed " + SEED + ", case " + i + " of " + name;
                assertThat(allocated).as("bytes, " + which)
                        .isLessThan(OPENING_BYTES + BYTES_PER_BYTE * bad.length);
                if (message != null) {
                    refused++;
                    assertThat(message).as(which).matches("\\P{Cntrl}*")
                            .matches(".*" + name + ": .*found .*, expected .*");
                }
            }
            System.out.println(name + ": " + refused + " of " + CASES / good.size() + " refused");
            assertThat(refused).as(name).isBetween(CASES / good.size() / 4, CASES);
        }
    }

    /** Why the file is refused; null where it is read. */
    private static String refusal(ToIntFunction<Path> reader, Path file) {
        try {
            assertThat(reader.applyAsInt(file)).isPositive();
            return null;
        } catch (InputException e) {
            return e.getMessage();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

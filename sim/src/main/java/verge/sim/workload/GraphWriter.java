package verge.sim.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import verge.sim.core.InputException;
import verge.sim.core.TaskGraph;

/** Writes task graphs in the format that {@link GraphReader} reads. */
public final class GraphWriter {

    private GraphWriter() {
    }

    /**
     * Writes one graph under a temporary name in the same folder, forces it to disk, and renames
     * it: the file is old or new, never half. Reading it back gives the same graph.
     *
     * @throws InputException           where the file cannot be written; nothing is left behind
     * @throws IllegalArgumentException where the graph does not fit the format, because a size is
     *                                  no whole number, or a task's upload differs from its cost
     */
    public static void write(TaskGraph graph, Path file) {
        ByteBuffer bytes = ByteBuffer.wrap(text(graph).getBytes(StandardCharsets.US_ASCII));
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(temporary);
            throw new InputException(file.toString(), "",
                    e.getClass().getSimpleName() + " on writing", "a file that can be written");
        }
    }

    /** The graph as text, each task's edges behind its line. Allocates. */
    public static String text(TaskGraph graph) {
        StringBuilder text = new StringBuilder("digraph G {\n");
        for (int i = 0; i < graph.size(); i++) {
            if (graph.uploadBytes()[i] != graph.workload()[i]) {
                throw new IllegalArgumentException("task " + i
                        + " uploads something else than its cost, which the format cannot say");
            }
            long cost = whole(graph.workload()[i]);
            long result = whole(graph.resultBytes()[i]);
            text.append("  ").append(i + 1).append(" [size=\"").append(cost)
                    .append("\", alpha=\"0.00\", expect_size=\"").append(result).append("\"]\n");
            for (int k = graph.childOffsets()[i]; k < graph.childOffsets()[i + 1]; k++) {
                text.append("  ").append(i + 1).append(" -> ").append(graph.children()[k] + 1)
                        .append(" [size =\"").append(result).append("\"]\n");
            }
        }
        return text.append("}\n").toString();
    }

    private static long whole(double bytes) {
        long whole = (long) bytes;
        if (whole != bytes || whole > 1L << 53) {
            throw new IllegalArgumentException("a size that is no whole number up to 2^53");
        }
        return whole;
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure to write is the one to report.
            return;
        }
    }
}

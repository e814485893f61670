package verge.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import verge.lab.text.Numbers;
import verge.sim.core.InputException;

/**
 * A growing CSV file of (step, name, value). Rows are kept in memory until {@link #flush()}, which
 * is to be called before a checkpoint of the same step is written: opened again after a stop, the
 * file is cut back to the checkpoint's step, and what follows is written anew. One process at a
 * time may have it open. Not thread-safe.
 */
public final class SeriesFile implements AutoCloseable {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,100}");

    private final FileChannel channel;
    private final StringBuilder pending = new StringBuilder();
    private long lastStep;

    private SeriesFile(FileChannel channel, long lastStep) {
        this.channel = channel;
        this.lastStep = lastStep;
    }

    /**
     * Opens a file, dropping all rows of later steps and a last line that was not written to its
     * end.
     *
     * @param file the file, created if it is missing
     * @param header its first line
     * @param lastStep the last step whose rows stay; below 0 for none
     * @return the file, at its end
     * @throws InputException if what is there is no such file, or another process has it open
     */
    static SeriesFile open(Path file, String header, long lastStep) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            lock(file, channel);
            long end = channel.size() == 0 ? 0 : SeriesReader.lengthUntil(file, header, lastStep);
            channel.truncate(end).position(end);
            SeriesFile series = new SeriesFile(channel, lastStep);
            if (end == 0) {
                series.pending.append(header).append('\n');
                series.flush();
            }
            return series;
        } catch (IOException e) {
            close(channel);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        boolean mine;
        try {
            mine = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            mine = false;
        }
        if (!mine) {
            throw new InputException(file.toString(), "", "a run that is going on",
                    "a run that was stopped");
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Appends a row, in memory.
     *
     * @param step not below an earlier row's step, nor below what was kept on opening
     * @param name letters, digits and {@code . _ / -}
     * @param value any double
     * @throws IllegalArgumentException if step or name is not so
     */
    public void add(long step, String name, double value) {
        if (step < lastStep) {
            throw new IllegalArgumentException("step " + step + " after step " + lastStep);
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a series name: " + name);
        }
        lastStep = step;
        pending.append(step).append(',').append(name).append(',').append(Numbers.text(value))
                .append('\n');
    }

    /**
     * Writes what was added and forces it to the disk.
     *
     * @throws UncheckedIOException if the disk refuses
     */
    public void flush() {
        ByteBuffer bytes = ByteBuffer.wrap(pending.toString().getBytes(StandardCharsets.US_ASCII));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pending.setLength(0);
    }

    /** Flushes, then closes the file and lets other processes open it. */
    @Override
    public void close() {
        flush();
        close(channel);
    }
}

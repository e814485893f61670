package verge.lab.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import verge.sim.core.InputException;

/** Small text files, read with a bound and written as a whole or not at all. */
public final class Disk {
    private Disk() {
    }

    /**
     * Reads a UTF-8 text file.
     *
     * @param file what to read
     * @param maxBytes the longest file that is accepted
     * @return its whole text
     * @throws InputException if it is missing, a folder, unreadable, longer than the bound, or not
     *         UTF-8 text
     */
    public static String read(Path file, int maxBytes) {
        String source = file.toString();
        if (Files.isDirectory(file)) {
            throw new InputException(source, "", "a folder", "a file");
        }
        if (!Files.exists(file)) {
            throw new InputException(source, "", "no such file", "an existing file");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(source, "", "a pipe or device", "a file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new InputException(source, "",
                    "a file that cannot be read (" + e.getMessage() + ")", "a readable file");
        }
        if (bytes.length > maxBytes) {
            throw new InputException(source, "", "a file of more than " + maxBytes + " bytes",
                    "at most " + maxBytes + " bytes");
        }
        return decode(source, bytes);
    }

    private static String decode(String source, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String text;
        try {
            text = decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(source, "byte " + in.position(), "bytes that are not UTF-8",
                    "a text file");
        }
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw new InputException(source, "character " + zero, "a zero character",
                    "a text file");
        }
        return text;
    }

    /**
     * Replaces a file: a temporary file beside it is written, forced to the disk, then renamed over
     * it, so that a reader sees the old text or the new one and a crash leaves one of the two.
     *
     * @param file what to write; its folder exists
     * @param text written as UTF-8
     * @throws UncheckedIOException if the disk refuses; the file is then as it was
     */
    public static void write(Path file, String text) {
        long process = ProcessHandle.current().pid();
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + process + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            temporary.toFile().delete();
            throw new UncheckedIOException(e);
        }
    }
}

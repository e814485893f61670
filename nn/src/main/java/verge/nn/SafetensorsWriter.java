package verge.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;

/**
 * Collects tensors of any shape and metadata and writes them as one file of the safetensors format
 * (github.com/huggingface/safetensors), as {@link SafetensorsFile} describes it. Entries keep the order
 * in which they were added, and the same calls give the same bytes. The data are copied when they
 * are added. Not thread-safe.
 *
 * <p>The adding methods throw {@code IllegalArgumentException} if a name is taken or reserved, is
 * not valid Unicode, or the array does not hold what the shape asks for.
 */
public final class SafetensorsWriter {

    private static final AtomicLong WRITES = new AtomicLong();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    private final List<ByteBuffer> contents = new ArrayList<>();
    private long size;

    /** Makes an empty file. */
    public SafetensorsWriter() {}

    /** Adds one entry of the metadata. */
    public SafetensorsWriter metadata(String key, String value) {
        requireUnicode(key);
        requireUnicode(value);
        if (metadata.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("metadata " + key + " exists already");
        }
        return this;
    }

    /** Adds an F32 tensor: the elements of data from the offset on, row-major. */
    public SafetensorsWriter floats(String name, float[] data, int offset, int... shape) {
        ByteBuffer bytes = add(name, SafetensorsType.F32, data.length, offset, shape);
        bytes.asFloatBuffer().put(data, offset, bytes.capacity() / Float.BYTES);
        return this;
    }

    /** As {@link #floats}, an F64 tensor. */
    public SafetensorsWriter doubles(String name, double[] data, int offset, int... shape) {
        ByteBuffer bytes = add(name, SafetensorsType.F64, data.length, offset, shape);
        bytes.asDoubleBuffer().put(data, offset, bytes.capacity() / Double.BYTES);
        return this;
    }

    /** As {@link #floats}, an I64 tensor. */
    public SafetensorsWriter longs(String name, long[] data, int offset, int... shape) {
        ByteBuffer bytes = add(name, SafetensorsType.I64, data.length, offset, shape);
        bytes.asLongBuffer().put(data, offset, bytes.capacity() / Long.BYTES);
        return this;
    }

    /** As {@link #floats}, a BOOL tensor. */
    public SafetensorsWriter booleans(String name, boolean[] data, int offset, int... shape) {
        ByteBuffer bytes = add(name, SafetensorsType.BOOL, data.length, offset, shape);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (data[offset + i] ? 1 : 0));
        }
        return this;
    }

    /** Adds one F32 tensor [rows, cols] for every slot of p, named prefix and the slot's name. */
    public SafetensorsWriter parameters(String prefix, Parameters p) {
        for (Slot slot : p.table().slots()) {
            floats(prefix + slot.name(), p.values(), slot.offset(), slot.rows(), slot.cols());
        }
        return this;
    }

    /**
     * Adds, as {@link SafetensorsFile#SEAL} of the metadata, the SHA-256 of everything added so
     * far, so that {@link SafetensorsFile#requireSealed} notices any damage. To be called last.
     */
    public SafetensorsWriter seal() {
        return metadata(SafetensorsFile.SEAL,
                SafetensorsFile.digest(metadata, entries.values(), contents));
    }

    /**
     * Writes the file under a temporary name in the same folder, forces it to the disk and renames
     * it atomically: at any moment the path holds the old content or the new one.
     *
     * @throws IOException if that fails; nothing under the path has changed then
     * @throws IllegalStateException if the names and metadata exceed a reader's limits
     */
    public void write(Path path) throws IOException {
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
                put(channel, header());
                for (ByteBuffer bytes : contents) {
                    put(channel, bytes.duplicate().clear());
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private ByteBuffer add(String name, SafetensorsType type, int length, int offset,
            int[] shape) {
        requireUnicode(name);
        long[] dimensions = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0) {
                throw new IllegalArgumentException(name + ": dimension " + shape[i]);
            }
            dimensions[i] = shape[i];
        }
        SafetensorsEntry unplaced = new SafetensorsEntry(name, type, dimensions, 0, 0);
        long bytes = unplaced.bytesOfShape();
        if (bytes < 0 || offset < 0 || offset + bytes / type.bytes > length
                || size + bytes > SafetensorsFile.MOST_BYTES
                || shape.length > SafetensorsHeader.MOST_DIMENSIONS
                || entries.size() == SafetensorsHeader.MOST_ENTRIES) {
            throw new IllegalArgumentException(name + ": " + unplaced.described() + " at " + offset
                    + " of " + length + " elements, behind " + entries.size() + " tensors of "
                    + size + " bytes");
        }
        if (name.equals(SafetensorsHeader.METADATA) || entries.putIfAbsent(name,
                new SafetensorsEntry(name, type, dimensions, size, size + bytes)) != null) {
            throw new IllegalArgumentException(name + ": this name is taken");
        }
        size += bytes;
        ByteBuffer content = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        contents.add(content);
        return content;
    }

    /** Length and JSON, the latter padded with spaces so that the data begin at 8 bytes. */
    private ByteBuffer header() {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            quote(json, SafetensorsHeader.METADATA).append(":{");
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                quote(separate(json), entry.getKey()).append(':');
                quote(json, entry.getValue());
            }
            json.append('}');
        }
        for (SafetensorsEntry entry : entries.values()) {
            quote(separate(json), entry.name()).append(":{\"dtype\":\"").append(entry.type())
                    .append("\",\"shape\":[");
            for (long n : entry.shape()) {
                separate(json).append(n);
            }
            json.append("],\"data_offsets\":[").append(entry.begin()).append(',')
                    .append(entry.end()).append("]}");
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        if (padded > SafetensorsFile.MOST_HEADER_BYTES
                || 8 + padded + size > SafetensorsFile.MOST_BYTES) {
            throw new IllegalStateException("a header of " + padded + " bytes before " + size
                    + " bytes of data is more than a reader accepts");
        }
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static StringBuilder separate(StringBuilder json) {
        char last = json.charAt(json.length() - 1);
        return last == '{' || last == '[' ? json : json.append(',');
    }

    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        return json.append('"');
    }

    private static void requireUnicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("half a surrogate pair in a name or value");
        }
    }
}

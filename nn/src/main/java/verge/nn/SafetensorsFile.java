package verge.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;

/**
 * The content of a file of the safetensors format (github.com/huggingface/safetensors): 8 bytes of
 * header length, a JSON header, then the data of the tensors, little-endian and row-major, without
 * holes or overlap. Tensors have any shape, element types F32, F64, I64 and BOOL. The whole file is
 * checked when it is read; it is held in memory once.
 *
 * <p>Immutable, and safe for use by many threads. Every array returned is a new one.
 */
public final class SafetensorsFile {

    /** Key of the metadata under which a seal is kept. */
    public static final String SEAL = "sha256";

    static final long MOST_HEADER_BYTES = 16L << 20;
    static final long MOST_BYTES = Integer.MAX_VALUE - 64;

    private final String source;
    private final SafetensorsHeader header;
    private final ByteBuffer data;

    private SafetensorsFile(String source, SafetensorsHeader header, ByteBuffer data) {
        this.source = source;
        this.header = header;
        this.data = data;
    }

    /**
     * Reads a file of at most 2 GiB with a header of at most 16 MiB and at most 100,000 tensors.
     *
     * @throws InputException if there is no such file or anything about it is not as it must be
     */
    public static SafetensorsFile read(Path path) {
        String source = path.toString();
        if (!Files.isRegularFile(path)) {
            throw new InputException(source, "", Files.isDirectory(path) ? "a folder"
                    : Files.exists(path) ? "a special file" : "nothing", "a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(source, new Bytes() {
                @Override
                public long size() throws IOException {
                    return channel.size();
                }

                @Override
                public int read(ByteBuffer into, long offset) throws IOException {
                    return channel.read(into, offset);
                }
            });
        } catch (IOException e) {
            throw new InputException(source, "", "an error of reading (" + e.getMessage() + ")",
                    "a readable file");
        }
    }

    /**
     * Reads the content of a file that is in memory already, such as a resource of a jar.
     *
     * @param source what to call it in messages
     * @param content the whole file; not kept
     * @throws InputException if anything about it is not as it must be
     */
    public static SafetensorsFile read(String source, byte[] content) {
        try {
            return read(source, new Bytes() {
                @Override
                public long size() {
                    return content.length;
                }

                @Override
                public int read(ByteBuffer into, long offset) {
                    int n = (int) Math.min(into.remaining(), content.length - offset);
                    into.put(content, (int) offset, n);
                    return n > 0 ? n : -1;
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the bytes of a file are. */
    private interface Bytes {

        long size() throws IOException;

        /** Puts bytes from an offset on into the buffer; returns how many, -1 at the end. */
        int read(ByteBuffer into, long offset) throws IOException;
    }

    private static SafetensorsFile read(String source, Bytes channel) throws IOException {
        long size = channel.size();
        if (size > MOST_BYTES) {
            throw new InputException(source, "", size + " bytes", "at most " + MOST_BYTES);
        }
        ByteBuffer prefix = take(source, channel, 0, (int) Math.min(size, 8));
        if (prefix.capacity() < 8) {
            throw new InputException(source, "offset " + size, "the end of the file",
                    "8 bytes of header length");
        }
        long length = prefix.getLong(0);
        long most = Math.min(MOST_HEADER_BYTES, size - 8);
        if (length < 0 || length > most) {
            throw new InputException(source, "offset 0", "header length "
                    + Long.toUnsignedString(length), "at most " + most);
        }
        byte[] json = take(source, channel, 8, (int) length).array();
        SafetensorsHeader header = SafetensorsHeader.parse(source, json);
        int dataSize = (int) (size - 8 - length);
        requireCovered(source, header, dataSize);
        ByteBuffer data = take(source, channel, 8 + length, dataSize);
        SafetensorsFile file = new SafetensorsFile(source, header, data);
        file.requireBooleans(8 + length);
        return file;
    }

    private static ByteBuffer take(String source, Bytes channel, long offset, int n)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(n).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new InputException(source, "offset " + (offset + buffer.position()),
                        "the end of the file", buffer.remaining() + " more bytes");
            }
        }
        return buffer;
    }

    /** The tensors must cover the data section exactly, each byte once. */
    private static void requireCovered(String source, SafetensorsHeader header, long size) {
        List<SafetensorsEntry> order = new ArrayList<>(header.entries.values());
        order.sort(Comparator.comparingLong(SafetensorsEntry::begin)
                .thenComparingLong(SafetensorsEntry::end));
        long end = 0;
        for (SafetensorsEntry entry : order) {
            if (entry.begin() != end || entry.end() > size) {
                throw new InputException(source, "tensor " + entry.name(), "data_offsets ["
                        + entry.begin() + ", " + entry.end() + "]", "begin " + end
                        + " and end at most " + size);
            }
            end = entry.end();
        }
        if (end != size) {
            throw new InputException(source, "", size + " bytes of data", end + " by the header");
        }
    }

    private void requireBooleans(long dataOffset) {
        for (SafetensorsEntry entry : header.entries.values()) {
            if (entry.type() == SafetensorsType.BOOL) {
                for (int i = (int) entry.begin(); i < entry.end(); i++) {
                    if (data.get(i) >> 1 != 0) {
                        throw new InputException(source, "tensor " + entry.name() + ", offset "
                                + (dataOffset + i), "byte " + (data.get(i) & 0xff), "0 or 1");
                    }
                }
            }
        }
    }

    /** Returns the file's metadata, in the file's order; empty if it has none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata);
    }

    /**
     * Asks for the content that was {@linkplain SafetensorsWriter#seal sealed}, every bit of it.
     *
     * @throws InputException if the file has no seal or another content
     */
    public void requireSealed() {
        if (!digest(header.metadata, header.entries.values(), List.of(data))
                .equals(header.metadata.get(SEAL))) {
            throw new InputException(source, "metadata " + SEAL,
                    header.metadata.containsKey(SEAL) ? "another content than was written"
                            : "nothing", "the digest of the content");
        }
    }

    /** SHA-256 of metadata without the seal, of what the tensors are, and of their data. */
    static String digest(Map<String, String> metadata, Collection<SafetensorsEntry> entries,
            List<ByteBuffer> contents) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            metadata.forEach((key, value) -> {
                if (!key.equals(SEAL)) {
                    update(sha, key);
                    update(sha, value);
                }
            });
            for (SafetensorsEntry entry : entries) {
                update(sha, entry.name());
                update(sha, entry.described());
            }
            for (ByteBuffer bytes : contents) {
                sha.update(bytes.duplicate().clear());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha.update(bytes);
    }

    /** Returns the names of the tensors, in the order of the header. */
    public List<String> names() {
        return List.copyOf(header.entries.keySet());
    }

    /** Returns whether the file has a tensor of this name. */
    public boolean contains(String name) {
        return header.entries.containsKey(name);
    }

    /**
     * Returns the dimensions of a tensor, none for a single number.
     *
     * @throws InputException if there is no such tensor
     */
    public long[] shape(String name) {
        return entry(name, null).shape().clone();
    }

    /**
     * Returns F32, F64, I64 or BOOL.
     *
     * @throws InputException if there is no such tensor
     */
    public String dtype(String name) {
        return entry(name, null).type().name();
    }

    /**
     * Returns the elements of an F32 tensor, row-major.
     *
     * @throws InputException if there is no such tensor or it has another type
     */
    public float[] floats(String name) {
        SafetensorsEntry entry = entry(name, SafetensorsType.F32);
        float[] values = new float[entry.elements()];
        section(entry).asFloatBuffer().get(values);
        return values;
    }

    /** As {@link #floats}, of an F64 tensor. */
    public double[] doubles(String name) {
        SafetensorsEntry entry = entry(name, SafetensorsType.F64);
        double[] values = new double[entry.elements()];
        section(entry).asDoubleBuffer().get(values);
        return values;
    }

    /** As {@link #floats}, of an I64 tensor. */
    public long[] longs(String name) {
        SafetensorsEntry entry = entry(name, SafetensorsType.I64);
        long[] values = new long[entry.elements()];
        section(entry).asLongBuffer().get(values);
        return values;
    }

    /** As {@link #floats}, of a BOOL tensor. */
    public boolean[] booleans(String name) {
        SafetensorsEntry entry = entry(name, SafetensorsType.BOOL);
        boolean[] values = new boolean[entry.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get((int) entry.begin() + i) != 0;
        }
        return values;
    }

    /**
     * Sets the values of p to the F32 tensors [rows, cols] named {@code prefix} and the name of a
     * slot. The tensors with this prefix and the slots of p must correspond one to one.
     *
     * @throws InputException if a tensor is missing, left over, or of another type or shape; p is
     *     then as it was
     */
    public void parameters(String prefix, Parameters p) {
        Set<String> known = new TreeSet<>();
        for (Slot slot : p.table().slots()) {
            String name = prefix + slot.name();
            String expected = SafetensorsType.F32 + " [" + slot.rows() + ", " + slot.cols() + "]";
            SafetensorsEntry entry = header.entries.get(name);
            String found = entry == null ? "nothing" : entry.described();
            if (!found.equals(expected)) {
                throw new InputException(source, "tensor " + name, found, expected);
            }
            known.add(name);
        }
        for (SafetensorsEntry entry : header.entries.values()) {
            if (entry.name().startsWith(prefix) && !known.contains(entry.name())) {
                throw new InputException(source, "tensor " + entry.name(), entry.described(),
                        "no such tensor among the " + known.size() + " named " + prefix + "*");
            }
        }
        for (Slot slot : p.table().slots()) {
            SafetensorsEntry entry = header.entries.get(prefix + slot.name());
            section(entry).asFloatBuffer().get(p.values(), slot.offset(), slot.size());
        }
        p.changed();
    }

    private ByteBuffer section(SafetensorsEntry entry) {
        return data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private SafetensorsEntry entry(String name, SafetensorsType type) {
        SafetensorsEntry entry = header.entries.get(name);
        if (entry == null) {
            throw new InputException(source, "tensor " + name, "nothing",
                    type == null ? "a tensor" : "one of type " + type);
        }
        if (type != null && entry.type() != type) {
            throw new InputException(source, "tensor " + name, entry.described(), "type " + type);
        }
        return entry;
    }
}

package verge.sim.workload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The text of a gzip file (RFC 1952), of one member or several. The JDK's own stream takes a second
 * member that breaks off in its header, or rubbish in its place, for the end of the file; here every
 * byte belongs to a member that is whole, with the right checksum and length, or reading fails.
 */
final class GzipStream extends InputStream {

    /** The first two bytes of a gzip file. */
    static final int MAGIC_1 = 0x1f;
    static final int MAGIC_2 = 0x8b;

    private static final int BUFFER_BYTES = 1 << 15;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int LONGEST_NAME = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] one = new byte[1];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int filled;
    private int cursor;
    private boolean inMember;

    /** @param in the compressed bytes, from the first on; closed with this */
    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(to, offset, length);
            if (count > 0) {
                checksum.update(to, offset, count);
                return count;
            }
        }
        return -1;
    }

    /** 0 at the end of the member. */
    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(to, offset, length);
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new IOException("a preset dictionary");
                }
                if (!fill()) {
                    throw new EOFException("a gzip file that breaks off");
                }
                inflater.setInput(buffer, 0, filled);
                cursor = filled;
                count = inflater.inflate(to, offset, length);
            }
            if (count == 0) {
                endMember();
            }
            return count;
        } catch (DataFormatException e) {
            throw new IOException("damaged gzip data", e);
        }
    }

    private boolean fill() throws IOException {
        filled = Math.max(0, in.read(buffer));
        cursor = 0;
        return filled > 0;
    }

    private int next() throws IOException {
        if (cursor == filled && !fill()) {
            throw new EOFException("a gzip file that breaks off");
        }
        return buffer[cursor++] & 0xff;
    }

    /** False where the file ends before the member's first byte. */
    private boolean beginMember() throws IOException {
        if (cursor == filled && !fill()) {
            return false;
        }
        if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
            throw new IOException("bytes that begin no gzip member");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new IOException("an unknown flag in a gzip header");
        }
        skip(6);                                       // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, cursor, filled - cursor);
        cursor = filled;
        checksum.reset();
        inMember = true;
        return true;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int length = 0;
        while (next() != 0) {
            length++;
            if (length > LONGEST_NAME) {
                throw new IOException("an endless name in a gzip header");
            }
        }
    }

    private void endMember() throws IOException {
        cursor = filled - inflater.getRemaining();
        inMember = false;
        if (word() != checksum.getValue() || word() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new IOException("a gzip member with the wrong checksum or length");
        }
    }

    private long word() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}

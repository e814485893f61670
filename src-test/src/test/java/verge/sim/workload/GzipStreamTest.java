package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import verge.sim.core.RandomStream;

class GzipStreamTest {

    static byte[] gzip(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] file) throws IOException {
        return new GzipStream(new ByteArrayInputStream(file)).readAllBytes();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        RandomStream random = new RandomStream(1, "text");
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(4));
        }
        return text;
    }

    @Test
    void readsMembersOneAfterAnother() throws IOException {
        byte[] text = text(100_000);
        byte[] both = joined(gzip(text), gzip(new byte[] {'x'}));
        assertThat(gunzip(both)).isEqualTo(joined(text, new byte[] {'x'}));
        assertThat(gunzip(gzip(new byte[0]))).isEmpty();
        assertThat(gunzip(new byte[0])).isEmpty();
    }

    @Test
    void readsEveryPartOfAHeader() throws IOException {
        byte[] plain = gzip(text(10));
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3,
            2, 0, 'e', 'x', 'n', 'a', 'm', 'e', 0, 'w', 'o', 'r', 'd', 0, 7, 7};
        assertThat(gunzip(joined(header, rest))).isEqualTo(text(10));
    }

    @Test
    void everyTruncationOfTwoMembersIsAnError() {
        byte[] first = gzip(text(300));
        byte[] both = joined(first, gzip(text(200)));
        for (int length = 1; length < both.length; length++) {
            byte[] cut = Arrays.copyOf(both, length);
            if (length != first.length) {
                assertThatExceptionOfType(IOException.class).as("length " + length)
                        .isThrownBy(() -> gunzip(cut)).withMessageContaining("breaks off");
            }
        }
    }

    @Test
    void damagesAreErrors() {
        byte[] good = gzip(text(300));
        byte[] wrongSum = good.clone();
        wrongSum[good.length - 6] ^= 1;
        byte[] wrongLength = good.clone();
        wrongLength[good.length - 1] ^= 1;
        byte[] wrongFlags = good.clone();
        wrongFlags[3] = (byte) 0x80;
        byte[] rubbish = joined(good, new byte[] {0, 0, 0, 0});
        for (byte[] bad : new byte[][] {wrongSum, wrongLength, wrongFlags, rubbish}) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> gunzip(bad));
        }
    }
}

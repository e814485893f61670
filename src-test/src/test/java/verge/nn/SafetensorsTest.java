package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;

/** Writing and reading back of safetensors. */
class SafetensorsTest {

    private static final long SEED = 20_250_615L;

    @TempDir
    Path folder;

    private static Parameters parameters(long seed) {
        ParameterTable table = new ParameterTable();
        table.add("encoder.w", 3, 5);
        table.add("encoder.b", 1, 5);
        table.add("head.w", 5, 2);
        Parameters p = new Parameters(table);
        Random random = new Random(seed);
        for (int i = 0; i < p.size(); i++) {
            p.values()[i] = (float) random.nextGaussian();
        }
        return p;
    }

    static SafetensorsWriter sample() {
        return new SafetensorsWriter().metadata("formatVersion", "1")
                .metadata("note", "a \"quote\", a \\, \n\t\u0001 and \u00e9\ud83d\ude00")
                .parameters("policy.", parameters(SEED))
                .floats("specials", new float[] {9, -0f, Float.MIN_VALUE, Float.NaN,
                    Float.NEGATIVE_INFINITY}, 1, 2, 1, 2)
                .doubles("d", new double[] {0.1, -1e300}, 0, 2)
                .longs("scalar", new long[] {Long.MIN_VALUE}, 0)
                .booleans("mask", new boolean[] {true, false, true}, 0, 3)
                .floats("none", new float[0], 0, 0, 7)
                .longs("last \u00e9", new long[] {-1, Long.MAX_VALUE}, 0, 1, 2);
    }

    @Test
    void writesAndReadsBack() throws IOException {
        Path path = folder.resolve("all.safetensors");
        sample().write(path);
        SafetensorsFile file = SafetensorsFile.read(path);
        assertThat(file.metadata()).containsExactly(Map.entry("formatVersion", "1"), Map.entry(
                "note", "a \"quote\", a \\, \n\t\u0001 and \u00e9\ud83d\ude00"));
        assertThat(file.names()).containsExactly("policy.encoder.w", "policy.encoder.b",
                "policy.head.w", "specials", "d", "scalar", "mask", "none", "last \u00e9");
        assertThat(file.shape("policy.encoder.w")).containsExactly(3, 5);
        assertThat(file.shape("scalar")).isEmpty();
        assertThat(file.shape("none")).containsExactly(0, 7);
        assertThat(file.dtype("mask")).isEqualTo("BOOL");
        assertThat(bits(file.floats("specials"))).containsExactly(bits(new float[] {-0f,
            Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}));
        assertThat(file.doubles("d")).containsExactly(0.1, -1e300);
        assertThat(file.longs("scalar")).containsExactly(Long.MIN_VALUE);
        assertThat(file.booleans("mask")).containsExactly(true, false, true);
        assertThat(file.floats("none")).isEmpty();
        assertThat(file.longs("last \u00e9")).containsExactly(-1, Long.MAX_VALUE);
        assertThat(file.contains("mask")).isTrue();
        assertThat(file.contains("Mask")).isFalse();
    }

    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** stock.py beside the file has written it with the library that Python uses. */
    @Test
    void aFileOfTheStockLibraryIsRead() {
        SafetensorsFile file = SafetensorsFile.read(Path.of(System.getProperty("verge.root", ".."),
                "src-test", "src", "test", "resources", "torch", "stock.safetensors"));
        assertThat(file.metadata()).containsOnly(Map.entry("key", "\u00fc \u2028"),
                Map.entry("empty", ""));
        assertThat(file.names()).hasSize(6);
        String weights = "weights/\u00fc \ud83d\ude00 \"q\" \\";
        assertThat(file.shape(weights)).containsExactly(2, 3);
        assertThat(file.floats(weights)).containsExactly(-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
        assertThat(file.doubles("double")).containsExactly(Math.PI, -0.0, Double.NaN,
                Double.MIN_VALUE);
        assertThat(file.longs("long")).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(file.booleans("flags")).containsExactly(true, false, true);
        assertThat(file.shape("scalar")).isEmpty();
        assertThat(file.floats("scalar")).containsExactly(3.5f);
        assertThat(file.shape("none")).containsExactly(0, 4);
        assertThat(file.floats("none")).isEmpty();
    }

    @Test
    void bytesAreTheFormatsAndTheSameEachTime() throws IOException {
        Path path = folder.resolve("a.safetensors");
        new SafetensorsWriter().metadata("k", "v").floats("a", new float[] {1f, 2f}, 0, 1, 2)
                .booleans("b", new boolean[] {true}, 0).write(path);
        String json = "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[],\"data_offsets\":[8,9]}}";
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path))
                .order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertThat(length % 8).isZero();
        assertThat(length - json.length()).isBetween(0, 7);
        byte[] text = new byte[length];
        bytes.get(text);
        assertThat(new String(text, StandardCharsets.UTF_8))
                .isEqualTo(json + " ".repeat(length - json.length()));
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getFloat()).isEqualTo(2f);
        assertThat(bytes.get()).isEqualTo((byte) 1);
        assertThat(bytes.hasRemaining()).isFalse();
        Path one = folder.resolve("1.safetensors");
        Path two = folder.resolve("2.safetensors");
        sample().write(one);
        sample().write(two);
        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void writingReplacesTheFileAndLeavesNothingElse() throws IOException {
        Path path = folder.resolve("a.safetensors");
        SafetensorsWriter writer = sample();
        Files.writeString(path, "old");
        writer.write(path);
        writer.write(path);
        assertThat(SafetensorsFile.read(path).names()).hasSize(9);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void failedWriteLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken/inside")).getParent();
        assertThatThrownBy(() -> sample().write(taken)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sample().write(folder.resolve("absent/a")))
                .isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }

    @Test
    void writerRefusesWhatAReaderWould() {
        SafetensorsWriter writer = new SafetensorsWriter().floats("a", new float[2], 0, 2)
                .metadata("k", "v");
        assertThatThrownBy(() -> writer.floats("a", new float[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.metadata("k", "w"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("__metadata__", new float[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("b", new float[2], 1, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("b", new float[2], 0, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.longs("b", new long[2], 0, 1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.floats("\ud800", new float[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersComeBackBitForBit() throws IOException {
        Path path = folder.resolve("p.safetensors");
        sample().write(path);
        Parameters p = parameters(SEED + 1);
        SafetensorsFile.read(path).parameters("policy.", p);
        assertThat(p.values()).containsExactly(parameters(SEED).values());
    }

    @Test
    void parametersThatDoNotCorrespondAreRefusedAndChangeNothing() throws IOException {
        Path path = folder.resolve("p.safetensors");
        float[] data = new float[15];
        assertRefused(path, new SafetensorsWriter().floats("p.encoder.w", data, 0, 3, 5)
                .floats("p.head.w", data, 0, 5, 2),
                "tensor p.encoder.b: found nothing, expected F32 [1, 5]");
        assertRefused(path, new SafetensorsWriter().floats("p.encoder.w", data, 0, 3, 5)
                .floats("p.encoder.b", data, 0, 1, 5).floats("p.head.w", data, 0, 2, 5),
                "tensor p.head.w: found F32 [2, 5], expected F32 [5, 2]");
        assertRefused(path, new SafetensorsWriter().floats("p.encoder.w", data, 0, 3, 5)
                .floats("p.encoder.b", data, 0, 5).floats("p.head.w", data, 0, 5, 2),
                "tensor p.encoder.b: found F32 [5], expected F32 [1, 5]");
        assertRefused(path, new SafetensorsWriter().floats("p.encoder.w", data, 0, 3, 5)
                .doubles("p.encoder.b", new double[5], 0, 1, 5).floats("p.head.w", data, 0, 5, 2),
                "tensor p.encoder.b: found F64 [1, 5], expected F32 [1, 5]");
        assertRefused(path, new SafetensorsWriter().floats("p.encoder.w", data, 0, 3, 5)
                .floats("p.encoder.b", data, 0, 1, 5).floats("p.head.w", data, 0, 5, 2)
                .floats("p.head.b", data, 0, 1, 2), "tensor p.head.b: found F32 [1, 2], "
                        + "expected no such tensor among the 3 named p.*");
    }

    private static void assertRefused(Path path, SafetensorsWriter writer, String message)
            throws IOException {
        writer.write(path);
        Parameters p = parameters(SEED);
        assertThatThrownBy(() -> SafetensorsFile.read(path).parameters("p.", p))
                .isInstanceOf(InputException.class).hasMessage(path + ": " + message);
        assertThat(p.values()).containsExactly(parameters(SEED).values());
    }

    @Test
    void wrongNameOrTypeNamesFileAndTensor() throws IOException {
        Path path = folder.resolve("p.safetensors");
        sample().write(path);
        SafetensorsFile file = SafetensorsFile.read(path);
        assertThatThrownBy(() -> file.floats("absent")).isInstanceOf(InputException.class)
                .hasMessage(path + ": tensor absent: found nothing, expected one of type F32");
        assertThatThrownBy(() -> file.shape("a\nb")).isInstanceOf(InputException.class)
                .hasMessage(path + ": tensor a<U+a>b: found nothing, expected a tensor");
        assertThatThrownBy(() -> file.longs("d")).isInstanceOf(InputException.class)
                .hasMessage(path + ": tensor d: found F64 [2], expected type I64");
        assertThatThrownBy(() -> file.doubles("mask")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> file.booleans("scalar")).isInstanceOf(InputException.class);
    }

    @Test
    void messagesAreOneShortPrintableLine() {
        InputException e = new InputException("a\nb", "x\u202ey", "\u001b[31m" + "z".repeat(5000),
                "\u2028");
        assertThat(e).hasMessageStartingWith("a<U+a>b: x<U+202e>y: found <U+1b>[31mzzz")
                .hasMessageEndingWith("..., expected <U+2028>");
        assertThat(e.getMessage()).hasSizeLessThan(700);
        assertThat(new InputException("a", "", "b", "\ud83d\ude00"))
                .hasMessage("a: found b, expected \ud83d\ude00");
    }
}

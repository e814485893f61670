package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;

/** Reading and writing of safetensors: round trips, refusals, and that refusing is harmless. */
class SafetensorsTest {

    private static final long SEED = 20_250_615L;

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), bytes);
    }

    /** A file of a header as given and data bytes. */
    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return file(bytes.array());
    }

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

    private static SafetensorsWriter sample() {
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

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
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
    void whatIsNoFileIsRefused() throws IOException {
        assertThatThrownBy(() -> SafetensorsFile.read(folder)).isInstanceOf(InputException.class)
                .hasMessage(folder + ": found a folder, expected a safetensors file");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> SafetensorsFile.read(missing)).isInstanceOf(InputException.class)
                .hasMessage(missing + ": found nothing, expected a safetensors file");
        for (int n : new int[] {0, 1, 7}) {
            Path path = file(new byte[n]);
            assertThatThrownBy(() -> SafetensorsFile.read(path))
                    .isInstanceOf(InputException.class).hasMessageStartingWith(path + ": offset "
                            + n + ": found the end of the file");
        }
        byte[] noise = new byte[4096];
        new Random(SEED).nextBytes(noise);
        assertThatThrownBy(() -> SafetensorsFile.read(file(noise)))
                .isInstanceOf(InputException.class);
        Arrays.fill(noise, 0, 8, (byte) 0);
        noise[1] = 8;                                           // a header of 2048 random bytes
        assertThatThrownBy(() -> SafetensorsFile.read(file(noise)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void headersThatAreNotStrictJsonOfTheSchemaAreRefused() throws IOException {
        String t = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]";
        SafetensorsFile.read(file("{\"a\":{" + t + "}}", 4));
        String[] bad = {
            "", " {}", "[]", "{", "{}x", "{},", "{\"a\"}", "{\"a\":}", "{\"a\":{" + t + "},}",
            "{\"a\":{" + t + ",}}", "{'a':{" + t + "}}", "{a:{" + t + "}}",
            "{\"a\":{" + t + "}}}", "{\"a\":{" + t + "} \"b\":{}}", "{\"a\":{}}", "{\"a\":[]}",
            "{\"a\":null}", "{\"a\":{" + t + ",\"more\":1}}",
            "{\"a\":{" + t + ",\"dtype\":\"F32\"}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e0],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[+1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-0],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[]}}",
            "{\"a\":{\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            "{\"__metadata__\":{},\"__metadata__\":{},\"a\":{" + t + "}}",
            "{\"__metadata__\":{\"k\":1},\"a\":{" + t + "}}",
            "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"},\"a\":{" + t + "}}",
            "{\"__metadata__\":{\"k\":\"1\",\"\\u006b\":\"2\"},\"a\":{" + t + "}}",
            "{\"a\n\":{" + t + "}}", "{\"\\x\":{" + t + "}}", "{\"\\u12g4\":{" + t + "}}",
            "{\"\\ud800\":{" + t + "}}", "{\"\\udc00\\ud800\":{" + t + "}}", "{\"\\",
            "{\"a\":{" + t + "}}\0", "{\"a\":{" + t + "}}\u00a0",
        };
        for (String header : bad) {
            Path path = file(header, 4);
            assertThatThrownBy(() -> SafetensorsFile.read(path)).as(header)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(path + ": offset ");
        }
        assertThat(bad).hasSize(45);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file(
                "{\"ab\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4));
        byte[][] bad = {{(byte) 0xff, 'a'}, {(byte) 0xc3, 'a'}, {(byte) 0xc0, (byte) 0x80}};
        for (byte[] name : bad) {
            byte[] copy = bytes.clone();
            System.arraycopy(name, 0, copy, 10, 2);
            Path path = file(copy);
            assertThatThrownBy(() -> SafetensorsFile.read(path))
                    .isInstanceOf(InputException.class).hasMessage(path
                            + ": offset 10: found a byte that is not UTF-8, expected UTF-8 text");
        }
    }

    @Test
    void deepNestingAndHugeClaimsAreCheap() throws IOException {
        assertRefusedCheaply(file("{\"a\":" + "[".repeat(1_000_000), 0));
        assertRefusedCheaply(file("{\"a\":".repeat(200_000), 0));
        assertRefusedCheaply(file("{\"a\":{\"dtype\":\"F32\",\"shape\":["
                + "1,".repeat(500_000), 0));
        assertRefusedCheaply(file("{\"a\":{\"dtype\":\"F64\",\"shape\":[200000000],"
                + "\"data_offsets\":[0,1600000000]}}", 0));
        Path sparse = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertRefusedCheaply(sparse);
        assertThatThrownBy(() -> SafetensorsFile.read(sparse)).hasMessage(sparse
                + ": found 1099511627776 bytes, expected at most 2147483583");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(Integer.MAX_VALUE - 100);            // size allowed, header not
            file.write(new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
        }
        assertRefusedCheaply(sparse);
    }

    /** At most 40 MB, whatever a header claims. */
    private static void assertRefusedCheaply(Path path) {
        var threads = (com.sun.management.ThreadMXBean)
                java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Throwable thrown = catchThrowable(() -> SafetensorsFile.read(path));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40L << 20);
        assertThat(thrown).isInstanceOf(InputException.class);
        assertThat(thrown.getMessage().lines()).hasSize(1);
        assertThat(thrown.getMessage()).hasSizeLessThan(1500);
    }

    /** One to four bytes changed, removed or added anywhere: refused or read, nothing else. */
    @Test
    void mutationsOfACheckpointAreReadOrRefused() throws IOException {
        Path valid = folder.resolve("valid.safetensors");
        sample().write(valid);
        byte[] bytes = Files.readAllBytes(valid);
        int headerEnd = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int refused = 0;
        int cases = 3000;
        for (int i = 0; i < cases; i++) {
            Random random = new Random(SEED + i);
            byte[] mutated = mutate(bytes, headerEnd, random);
            Path path = file(mutated);
            try {
                SafetensorsFile file = SafetensorsFile.read(path);
                for (String name : file.names()) {
                    readAll(file, name);
                }
            } catch (InputException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d", SEED + i).startsWith(path + ": ");
                assertThat(e.getMessage().lines()).hasSize(1);
            } catch (RuntimeException | Error e) {
                fail("seed " + (SEED + i), e);
            }
        }
        System.out.println(refused + " of " + cases + " mutations refused");
        assertThat(refused).isBetween(cases / 2, cases - 1);
    }

    private static byte[] mutate(byte[] bytes, int headerEnd, Random random) {
        byte[] mutated = bytes.clone();
        String likely = "0123456789{}[]\",:\\ufF-";
        for (int k = random.nextInt(4); k >= 0; k--) {
            int at = random.nextInt(random.nextInt(5) == 0 ? mutated.length
                    : Math.min(headerEnd, mutated.length));
            byte b = random.nextBoolean() ? (byte) random.nextInt(256)
                    : (byte) likely.charAt(random.nextInt(likely.length()));
            switch (random.nextInt(8)) {
                case 0 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
                case 1 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + at % 9);
                default -> mutated[at] = b;
            }
        }
        return mutated;
    }

    private static void readAll(SafetensorsFile file, String name) {
        int n = switch (file.dtype(name)) {
            case "F32" -> file.floats(name).length;
            case "F64" -> file.doubles(name).length;
            case "I64" -> file.longs(name).length;
            default -> file.booleans(name).length;
        };
        assertThat(Arrays.stream(file.shape(name)).reduce(1, (x, y) -> x * y)).isEqualTo(n);
    }

    @Test
    void booleansAreZeroOrOne() throws IOException {
        Path path = folder.resolve("b.safetensors");
        new SafetensorsWriter().booleans("b", new boolean[] {false, true}, 0, 2).write(path);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] = 2;
        assertThatThrownBy(() -> SafetensorsFile.read(file(bytes)))
                .isInstanceOf(InputException.class).hasMessageEndingWith("tensor b, offset "
                        + (bytes.length - 1) + ": found byte 2, expected 0 or 1");
    }

    @Test
    void collectionOfMalformedFilesIsJudgedAsListed() throws IOException {
        JsonNode list = new ObjectMapper().readTree(
                Golden.numerics("malformed/malformed.json").toFile());
        int rejected = 0;
        for (JsonNode entry : list) {
            Path path = Golden.numerics(entry.get("file").asText());
            Throwable thrown = catchThrowable(() -> SafetensorsFile.read(path));
            if (entry.get("expect").asText().equals("reject")) {
                rejected++;
                assertThat(thrown).as(path.toString()).isInstanceOf(InputException.class)
                        .hasMessageStartingWith(path + ": ").hasMessageContaining("expected");
            } else {
                assertThat(thrown).as(path.toString()).isNull();
            }
        }
        assertThat(rejected).isEqualTo(13);
        assertThat(list.size()).isEqualTo(19);
        SafetensorsFile all = SafetensorsFile.read(
                Golden.numerics("malformed/ok_all_dtypes.safetensors"));
        assertThat(all.doubles("d")).containsExactly(0.1);
        assertThat(all.longs("i")).containsExactly(-9007199254740993L);
        assertThat(bits(all.floats("f"))).containsExactly(bits(new float[] {-0f, 1.4e-45f}));
        assertThat(all.booleans("b")).containsExactly(true, false, true, true, true, false, false,
                true);
        assertThat(SafetensorsFile.read(Golden.numerics("malformed/ok_escapes.safetensors"))
                .names()).containsExactly("w\u00e9/x");
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

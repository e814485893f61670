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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not a valid file is refused, in one line and at no cost. */
class SafetensorsRefusalTest {

    private static final long SEED = 20_250_617L;

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
        SafetensorsTest.sample().write(valid);
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
        assertThat(SafetensorsTest.bits(all.floats("f"))).containsExactly(
                SafetensorsTest.bits(new float[] {-0f, 1.4e-45f}));
        assertThat(all.booleans("b")).containsExactly(true, false, true, true, true, false, false,
                true);
        assertThat(SafetensorsFile.read(Golden.numerics("malformed/ok_escapes.safetensors"))
                .names()).containsExactly("w\u00e9/x");
    }
}

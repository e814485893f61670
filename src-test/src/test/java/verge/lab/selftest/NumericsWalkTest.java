package verge.lab.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.kernel.Kernels;
import verge.lab.selftest.NumericsWalk.Outcome;
import verge.nn.Golden;
import verge.nn.SafetensorsFile;
import verge.nn.SafetensorsWriter;
import verge.sim.core.InputException;

/** The golden numbers are met, and the walk sees when one is not. */
class NumericsWalkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TWIN = Pattern.compile("([a-z]+).* kernels, SHA-256 (\\w{64})\n$");
    private static final Path GOLDEN = Golden.numerics("");

    @TempDir
    Path folder;

    /** Of 380 cases, 366 are of operations, 6 of initial values and 8 tables of functions. */
    @Test
    void everyGoldenCaseIsMet() {
        NumericsWalk walk = NumericsWalk.over(GOLDEN);
        System.out.println(Kernels.active().name() + ": " + walk.count(Outcome.PASSED)
                + " golden cases met, not applicable " + walk.reasons(Outcome.NOT_APPLICABLE));
        assertThat(walk.failures()).isEmpty();
        assertThat(walk.reasons(Outcome.NOT_APPLICABLE)).isEmpty();
        assertThat(walk.count(Outcome.PASSED)).isEqualTo(380);
        assertThat(walk.operationCounts().get("init_stats")[0]).isEqualTo(6);
        assertThat(walk.operationCounts().keySet().stream()
                .filter(op -> op.startsWith("scalar_"))).hasSize(8);
        assertThat(walk.malformed()).hasSize(19).allSatisfy((file, wrong) ->
                assertThat(wrong).as(file).isEmpty());
    }

    /** Both kernels, each in a process of its own, compute the same bits in every case. */
    @Test
    @Tag("processes")
    void bothTwinsComputeTheSameBits() throws Exception {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String kernels : new String[] {"scalar", "vector"}) {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules", "jdk.incubator.vector", "-Dverge.kernels=" + kernels, "-cp",
                    System.getProperty("surefire.test.class.path",
                            System.getProperty("java.class.path")),
                    "verge.lab.Main", "selftest", "numerics", GOLDEN.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String printed = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            assertThat(printed).containsPattern("all +380 +0 +0\n");
            Matcher last = TWIN.matcher(printed);
            assertThat(last.find()).isTrue();
            digests.put(last.group(1), last.group(2));
        }
        assertThat(digests).hasSize(2);
        assertThat(digests.values().stream().distinct()).hasSize(1);
    }

    /**
     * In copies of the cases, a number of a golden tensor is moved to 10 times its tolerance if it
     * is a finite one: all of these cases fail. Every tensor with {@code -Dverge.tests=full},
     * every fifth ordinarily.
     */
    @Test
    void everyCorruptedNumberIsSeen() throws IOException {
        int stride = "full".equals(System.getProperty("verge.tests")) ? 1 : 5;
        int tensors = 0;
        int corrupted = 0;
        ArrayNode entries = JSON.createArrayNode();
        for (JsonNode entry : index()) {
            for (JsonNode tensor : entry.get("tensors")) {
                String name = tensor.get("name").asText();
                if (!name.startsWith("out64.") && !name.startsWith("grad64.")
                        || entry.get("category").asText().equals("statistical")
                        || entry.path("skip_f32").toString().contains(name)
                        || tensors++ % stride > 0) {
                    continue;
                }
                ObjectNode copy = entry.deepCopy();
                String file = "corrupted" + corrupted + ".safetensors";
                copy.put("file", file);
                if (corrupt(entry, name, folder.resolve(file))) {
                    entries.add(copy);
                    corrupted++;
                }
            }
        }
        write(entries);
        NumericsWalk walk = NumericsWalk.over(folder);
        assertThat(corrupted).isGreaterThan(1000 / stride);
        assertThat(walk.failed()).hasSize(corrupted);
        walk.failures().forEach((file, why) ->
                assertThat(why).as(file).contains("expected").doesNotStartWith("refused"));
    }

    /** Writes the case with one number changed; false if it has none that is finite. */
    private static boolean corrupt(JsonNode entry, String name, Path to) throws IOException {
        Path from = GOLDEN.resolve(entry.get("file").asText());
        byte[] bytes = Files.readAllBytes(from);
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) data.getLong(0);
        JsonNode described = JSON.readTree(new String(bytes, 8, header, StandardCharsets.UTF_8))
                .get(name);
        int begin = 8 + header + described.get("data_offsets").get(0).asInt();
        int end = 8 + header + described.get("data_offsets").get(1).asInt();
        JsonNode tolerance = entry.get("tolerance_f32").get("per_tensor").path(name);
        for (int at = begin; at < end; at += 8) {
            double golden = data.getDouble(at);
            if (described.get("dtype").asText().equals("I64")) {
                data.putLong(at, data.getLong(at) + 1);
            } else if (Float.isFinite((float) golden)) {
                double within = tolerance.get("atol").asDouble()
                        + tolerance.get("rtol").asDouble() * Math.abs(golden);
                double moved = golden + (golden > 0 ? -10 : 10) * Math.max(within, 1e-44);
                data.putDouble(at, moved);
            } else {
                continue;
            }
            Files.write(to, bytes);
            return true;
        }
        return false;
    }

    @Test
    void aTableThatIsWrongByThreeUnitsIsSeen() throws IOException {
        ArrayNode entries = JSON.createArrayNode();
        for (JsonNode entry : index()) {
            if (entry.get("category").asText().equals("scalar")) {
                ObjectNode copy = entry.deepCopy();
                String file = entry.get("op").asText() + ".safetensors";
                copy.put("file", file);
                Path from = GOLDEN.resolve(entry.get("file").asText());
                byte[] bytes = Files.readAllBytes(from);
                ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                int header = (int) data.getLong(0);
                JsonNode y = JSON.readTree(new String(bytes, 8, header, StandardCharsets.UTF_8));
                float[] rounded = SafetensorsFile.read(from).floats("y");
                int i = 0;
                while (!Float.isFinite(rounded[i]) || Math.abs(rounded[i]) < 1e-30f) {
                    i++;
                }
                float wrong = rounded[i] + 3 * Math.ulp(rounded[i]);
                data.putFloat(at(y, "y", header) + 4 * i, wrong);
                data.putDouble(at(y, "y64", header) + 8 * i, wrong);
                Files.write(folder.resolve(file), bytes);
                entries.add(copy);
            }
        }
        write(entries);
        assertThat(NumericsWalk.over(folder).failed()).hasSize(8);
    }

    private static int at(JsonNode header, String tensor, int length) {
        return 8 + length + header.get(tensor).get("data_offsets").get(0).asInt();
    }

    @Test
    void aMalformedFileOfTheOtherKindIsSeen() throws IOException {
        copyOf("softmax__basic.safetensors", entry -> { });
        ArrayNode list = (ArrayNode) JSON.readTree(
                GOLDEN.resolve("malformed/malformed.json").toFile());
        Files.createDirectories(folder.resolve("malformed"));
        for (JsonNode node : list) {
            String file = node.get("file").asText();
            Files.copy(GOLDEN.resolve(file), folder.resolve(file));
            ((ObjectNode) node).put("expect",
                    node.get("expect").asText().equals("accept") ? "reject" : "accept");
        }
        JSON.writeValue(folder.resolve("malformed/malformed.json").toFile(), list);
        assertThat(NumericsWalk.over(folder).failed()).hasSize(19)
                .allMatch(file -> file.startsWith("malformed/"));
    }

    @Test
    void whatVergeDoesNotHaveIsNotApplicable() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        entries.add(copyOf("softmax__basic.safetensors", entry -> entry.put("op", "convolution")));
        entries.add(copyOf("ew_unary__exp.safetensors", entry -> settings(entry).put("fn", "tan")));
        entries.add(copyOf("lnlstm__joint_t1.safetensors",
                entry -> settings(entry).put("ln_scope", "batch")));
        write(JSON.createArrayNode().addAll(entries));
        NumericsWalk walk = NumericsWalk.over(folder);
        assertThat(walk.failed()).isEmpty();
        assertThat(walk.reasons(Outcome.NOT_APPLICABLE).values()).containsExactly(
                "no operation convolution", "no function tan", "no normalisation batch");
    }

    /** Each is a failed case of its own that says what is wrong, and the others are computed. */
    @Test
    void casesThatContradictTheirOperationFailAndTheWalkGoesOn() throws IOException {
        ArrayNode entries = JSON.createArrayNode();
        Map<String, String> expected = new LinkedHashMap<>();
        String softmax = "softmax__basic.safetensors";
        contradiction(entries, expected, "hyperparameters.axis: 2, expected", softmax,
                entry -> settings(entry).put("axis", 2));
        contradiction(entries, expected, "hyperparameters.axis: nothing, expected", softmax,
                entry -> settings(entry).remove("axis"));
        contradiction(entries, expected, "atol and rtol", softmax,
                entry -> ((ObjectNode) entry.get("tolerance_f32").get("per_tensor"))
                        .remove("out64.y"));
        reshaped(entries, expected, "out64.y of shape [28], expected [4, 7]", softmax,
                "out64.y", 28);
        reshaped(entries, expected, "up.y of shape [7, 4], expected [4, 7]", softmax, "up.y", 7, 4);
        reshaped(entries, expected, "shapes [2, 5] and [4, 7] do not fit",
                "softmax__masked_nan.safetensors", "in.mask", 2, 5);
        reshaped(entries, expected, "in.h0 of shape [2, 6], expected [3, 6]",
                "lstm__basic.safetensors", "in.h0", 2, 6);
        reshaped(entries, expected, "param.w_ih of shape [4, 24], expected [24, 4]",
                "lstm__basic.safetensors", "param.w_ih", 4, 24);
        reshaped(entries, expected, "tensor param.b_hh: found nothing", "lstm__basic.safetensors",
                "param.b_hh");
        reshaped(entries, expected, "in.action of shape [2, 2], expected [5]",
                "categorical__basic.safetensors", "in.action", 2, 2);
        entries.add(copyOf("softmax__single.safetensors", entry -> { }));
        write(entries);
        NumericsWalk walk = NumericsWalk.over(folder);
        assertThat(walk.count(Outcome.PASSED)).isEqualTo(1);
        assertThat(walk.failures()).hasSameSizeAs(expected);
        walk.failures().forEach((file, why) -> assertThat(why).as(file)
                .contains(expected.get(file)).doesNotContain("a fault"));
    }

    /** Adds a copy of a case with its entry changed. */
    private void contradiction(ArrayNode entries, Map<String, String> expected, String message,
            String file, Consumer<ObjectNode> change) throws IOException {
        ObjectNode entry = copyOf(file, change);
        String name = "contradiction" + expected.size() + ".safetensors";
        Files.copy(folder.resolve(file), folder.resolve(name));
        entries.add(entry.put("file", name));
        expected.put(name, message);
    }

    /** Adds a copy of a case with one tensor of another shape, or without it if none is given. */
    private void reshaped(ArrayNode entries, Map<String, String> expected, String message,
            String file, String tensor, int... shape) throws IOException {
        contradiction(entries, expected, message, file, entry -> {
            ArrayNode tensors = (ArrayNode) entry.get("tensors");
            for (int i = tensors.size() - 1; i >= 0; i--) {
                if (tensors.get(i).get("name").asText().equals(tensor)) {
                    ((ObjectNode) tensors.get(i)).set("shape", JSON.valueToTree(shape));
                    if (shape.length == 0) {
                        tensors.remove(i);
                    }
                }
            }
        });
        JsonNode entry = entries.get(entries.size() - 1);
        SafetensorsFile from = SafetensorsFile.read(GOLDEN.resolve(file));
        SafetensorsWriter to = new SafetensorsWriter();
        for (JsonNode listed : entry.get("tensors")) {
            String name = listed.get("name").asText();
            int[] dimensions = JSON.convertValue(listed.get("shape"), int[].class);
            switch (from.dtype(name)) {
                case "F32" -> to.floats(name, from.floats(name), 0, dimensions);
                case "F64" -> to.doubles(name, from.doubles(name), 0, dimensions);
                case "I64" -> to.longs(name, from.longs(name), 0, dimensions);
                default -> to.booleans(name, from.booleans(name), 0, dimensions);
            }
        }
        to.write(folder.resolve(entry.get("file").asText()));
    }

    @Test
    void badFoldersAreRefused() throws IOException {
        refused("nothing", folder.resolve("absent"));
        Files.writeString(folder.resolve("cases.json"), "[");
        refused("line 1", folder);
        Files.writeString(folder.resolve("cases.json"), "{}");
        refused("JSON array", folder);
        Files.writeString(folder.resolve("cases.json"), "[]");
        refused("at least one", folder);
        refusedEntry("within the folder", entry -> entry.put("file", "../softmax.safetensors"));
        refusedEntry("within the folder", entry -> entry.put("file", "/softmax.safetensors"));
        refusedEntry("a safetensors file", entry -> entry.put("file", "absent.safetensors"));
        refusedEntry("a text", entry -> entry.put("op", 3));
        refusedEntry("an object", entry -> entry.put("hyperparameters", "none"));
        refusedEntry("a list", entry -> entry.remove("tensors"));
        refusedEntry("as cases.json lists it", entry ->
                ((ObjectNode) entry.get("tensors").get(0)).put("dtype", "F64"));
        refusedEntry("not negative", entry -> ((ObjectNode) entry.get("tolerance_f32")
                .get("per_tensor").get("out64.y")).put("atol", -1.0));
        JsonNode twice = copyOf("softmax__basic.safetensors", entry -> { });
        write(JSON.createArrayNode().add(twice).add(twice));
        refused("it twice", folder);
    }

    private void refusedEntry(String message, Consumer<ObjectNode> change) throws IOException {
        write(JSON.createArrayNode().add(copyOf("softmax__basic.safetensors", change)));
        refused(message, folder);
    }

    private static void refused(String message, Path path) {
        assertThatThrownBy(() -> NumericsWalk.over(path)).hasMessageContaining(message)
                .isInstanceOfAny(InputException.class, verge.nn.InputException.class)
                .message().doesNotContain("\n");
    }

    private static ObjectNode settings(ObjectNode entry) {
        return (ObjectNode) entry.get("hyperparameters");
    }

    /** The entry of a case whose file is copied, changed, and written as the only one. */
    private ObjectNode copyOf(String file, Consumer<ObjectNode> change) throws IOException {
        for (JsonNode entry : index()) {
            if (entry.get("file").asText().equals(file)) {
                Path to = folder.resolve(file);
                if (!Files.exists(to)) {
                    Files.copy(GOLDEN.resolve(file), to);
                }
                change.accept((ObjectNode) entry);
                write(JSON.createArrayNode().add(entry));
                return (ObjectNode) entry;
            }
        }
        throw new IllegalArgumentException(file);
    }

    private static JsonNode index() throws IOException {
        return JSON.readTree(GOLDEN.resolve("cases.json").toFile());
    }

    private void write(ArrayNode entries) throws IOException {
        JSON.writeValue(folder.resolve("cases.json").toFile(), entries);
    }
}

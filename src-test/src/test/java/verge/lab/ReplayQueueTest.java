package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.Cli.Outcome;
import verge.lab.replay.QueueCheck;
import verge.lab.replay.Verdict;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;
import verge.sim.world.QueueWorld;

class ReplayQueueTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MUTATIONS = Shared.full() ? 100_000 : 1_000;

    @TempDir
    private Path folder;

    private static List<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(Shared.path("golden/slotted"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    /** Delays, drops and loads of all files, and the full state of the small ones, to the bit. */
    @Test
    void publishedSimulatorIsReproduced() throws IOException {
        List<String> words = new ArrayList<>(List.of("replay", "queue", "--check"));
        golden().forEach(file -> words.add(file.toString()));
        assertThat(words).hasSize(3 + 7);
        Outcome outcome = Cli.run(words.toArray(String[]::new));
        assertThat(outcome.out().lines()).hasSize(7).allMatch(line -> line.endsWith("tasks agree"));
        assertThat(outcome.code()).isZero();
    }

    /** What is printed has every recorded field but the inputs and remarks. */
    @Test
    void printsTheRecordingsFormat() throws IOException {
        for (Path file : golden()) {
            ObjectNode recorded = (ObjectNode) MAPPER.readTree(file.toFile());
            recorded.remove(List.of("note", "source", "arrive_prob", "bits_min_max"));
            ObjectNode inputs = inputs(recorded);
            inputs.fieldNames().forEachRemaining(recorded::remove);
            recorded.put("name", inputs.get("name").textValue());
            Outcome outcome = Cli.run("replay", "queue", file.toString(), "--mode", "reference",
                    "--json");
            JsonNode printed = MAPPER.readTree(outcome.out());
            assertThat(fields(printed)).isEqualTo(fields(recorded));
            assertThat(fields(printed.at("/slots/0"))).isEqualTo(fields(recorded.at("/slots/0")));
            assertThat(printed.get("delay")).isEqualTo(recorded.get("delay"));
        }
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.stream().sorted().toList();
    }

    private static ObjectNode inputs(JsonNode of) {
        ObjectNode inputs = MAPPER.createObjectNode();
        for (String key : new String[] {"name", "n_iot", "n_fog", "n_time", "max_delay", "slot_s",
            "comp_cap_iot", "comp_cap_fog", "tran_cap_iot", "comp_density", "arrivals",
            "actions"}) {
            inputs.set(key, of.get(key));
        }
        return inputs;
    }

    private static ObjectNode random(RandomStream random) {
        ObjectNode tree = MAPPER.createObjectNode();
        int devices = 1 + random.nextInt(5);
        int servers = 1 + random.nextInt(3);
        int slots = 5 + random.nextInt(30);
        tree.put("name", "random").put("n_iot", devices).put("n_fog", servers)
                .put("n_time", slots).put("max_delay", 2 + random.nextInt(9)).put("slot_s", 0.1);
        numbers(tree.putArray("comp_cap_iot"), random, devices, 0.1, 0.4);
        numbers(tree.putArray("comp_cap_fog"), random, servers, 1, 5);
        ArrayNode uplink = tree.putArray("tran_cap_iot");
        for (int d = 0; d < devices; d++) {
            numbers(uplink.addArray(), random, servers, 0.5, 2);
        }
        numbers(tree.putArray("comp_density"), random, devices, 0.2, 0.5);
        ArrayNode arrivals = tree.putArray("arrivals");
        ArrayNode actions = tree.putArray("actions");
        for (int t = 0; t < slots; t++) {
            ArrayNode sizes = arrivals.addArray();
            ArrayNode choices = actions.addArray();
            for (int d = 0; d < devices; d++) {
                boolean arrives = random.nextInt(3) == 0;
                sizes.add(arrives ? 0.5 + 4 * random.nextDouble() : 0);
                choices.add(arrives ? random.nextInt(1 + servers) : 0);
            }
        }
        return tree;
    }

    private static void numbers(ArrayNode to, RandomStream random, int count, double low,
            double high) {
        for (int i = 0; i < count; i++) {
            to.add(low + random.nextDouble() * (high - low));
        }
    }

    private Path file(JsonNode tree) throws IOException {
        return Files.writeString(folder.resolve("recording.json"), tree.toString());
    }

    /** A recording of inputs with what was printed for them. */
    private ObjectNode recording(ObjectNode inputs, String mode) throws IOException {
        Outcome outcome = Cli.run("replay", "queue", file(inputs).toString(), "--mode", mode);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        ObjectNode recording = inputs.deepCopy();
        recording.setAll((ObjectNode) MAPPER.readTree(outcome.out()));
        return recording;
    }

    @Test
    void whatWasPrintedAgreesInItsOwnMode() throws IOException {
        RandomStream random = new RandomStream(1, "replays");
        int differ = 0;
        for (int i = 0; i < 12; i++) {
            ObjectNode inputs = random(random);
            for (String mode : new String[] {"reference", "default"}) {
                Path file = file(recording(inputs, mode));
                for (QueueWorld.Mode other : QueueWorld.Mode.values()) {
                    Verdict verdict = QueueCheck.check(file, other);
                    if (other.name().equalsIgnoreCase(mode)) {
                        assertThat(verdict.agrees()).as(verdict.message()).isTrue();
                    } else {
                        differ += verdict.agrees() ? 0 : 1;
                    }
                }
            }
        }
        assertThat(differ).as("the modes differ").isGreaterThan(18);
    }

    @Test
    void firstDifferenceIsNamed() throws IOException {
        ObjectNode recording = recording(random(new RandomStream(2, "difference")), "reference");
        int slots = recording.get("n_time").intValue();
        ObjectNode slot = (ObjectNode) recording.at("/slots/" + (slots - 2));
        int was = ((ArrayNode) slot.get("q_tran")).get(0).intValue();
        ((ArrayNode) slot.get("q_tran")).set(0, was + 1);
        Path file = file(recording);
        Outcome outcome = Cli.run("replay", "queue", "--check", file.toString());
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEqualTo(file + ": slot " + (slots - 2)
                + ", device 0, q_tran: recorded " + (was + 1) + ", computed " + was + "\n");

        double backlog = recording.at("/slots/4/b_fog/0/0").doubleValue();
        ((ArrayNode) recording.at("/slots/4/b_fog/0")).set(0, Math.nextUp(backlog));
        outcome = Cli.run("replay", "queue", "--check", file(recording).toString(), "--json");
        assertThat(outcome.code()).isEqualTo(1);
        JsonNode verdict = MAPPER.readTree(outcome.out());
        assertThat(verdict.get("agrees").booleanValue()).isFalse();
        assertThat(verdict.at("/files/0/message").textValue())
                .startsWith(file + ": slot 4, device 0, b_fog: recorded [");
    }

    @Test
    void recordingWithoutOutputsCannotBeCompared() throws IOException {
        Path file = file(random(new RandomStream(3, "inputs")));
        Outcome outcome = Cli.run("replay", "queue", "--check", file.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("verge: " + file + ": delay: found no list, expected"
                + " what was recorded of each slot, to compare with\n");
    }

    /** Work and memory are bounded by the input, whatever it claims. */
    @Test
    void mutatedRecordingsAreRefusedOrReplayed() throws IOException {
        RandomStream random = new RandomStream(4, "mutations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] good = recording(random(random), "reference").toString()
                .getBytes(StandardCharsets.UTF_8);
        String[] words = {"1e400", "-1", "null", "[]", "{}", "\"x\"", "2147483647", "1e300", "NaN",
            "0.5", ",", "]", "1000000"};
        Path file = folder.resolve("mutated.json");
        int refused = 0;
        int replayed = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bytes = mutated(bytes, random, words);
            }
            Files.write(file, bytes);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                QueueCheck.check(file, QueueWorld.Mode.values()[i & 1]);
                replayed++;
            } catch (InputException e) {
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("mutation " + i)
                    .isLessThan(64_000_000L);
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 4);
        assertThat(replayed).isGreaterThan(MUTATIONS / 20);
    }

    private static byte[] mutated(byte[] bytes, RandomStream random, String[] words) {
        int at = random.nextInt(Math.max(1, bytes.length / (1 + random.nextInt(20))));
        if (random.nextInt(3) == 0) {
            byte[] changed = bytes.clone();
            changed[at] = (byte) (32 + random.nextInt(95));
            return changed;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = at;
        while (end < text.length() && ",:]}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        int begin = at;
        while (begin > 0 && ",:[{".indexOf(text.charAt(begin - 1)) < 0) {
            begin--;
        }
        return (text.substring(0, begin) + words[random.nextInt(words.length)]
                + text.substring(Math.max(begin, end))).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void hugeClaimsAreRefused() throws IOException {
        ObjectNode tree = random(new RandomStream(5, "claims"));
        for (String key : new String[] {"n_iot", "n_fog", "n_time"}) {
            ObjectNode changed = tree.deepCopy();
            changed.put(key, 1_000_000);
            assertThat(Cli.run("replay", "queue", file(changed).toString()).code()).as(key)
                    .isEqualTo(2);
        }
        tree.set("slot_s", DoubleNode.valueOf(-0.1));
        Path file = file(tree);
        assertThat(Cli.run("replay", "queue", file.toString()).err()).isEqualTo("verge: " + file
                + ": slot_s: found -0.1, expected a number from 1.0E-9 to 1.0E9\n");
    }
}

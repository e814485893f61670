package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.Cli.Outcome;
import verge.lab.replay.RadioReplay;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;
import verge.sim.workload.Mutations;

class ReplayRadioTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MUTATIONS = Shared.full() ? 100_000 : 2_000;

    @TempDir
    private Path folder;
    private Path first;
    private Path second;

    @BeforeEach
    void copyRecordings() throws IOException {
        first = copy("golden_1.json");
        second = copy("golden_2.json");
    }

    private Path copy(String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/radio/" + name)) {
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    private static Outcome check(Path... files) {
        String[] words = {"replay", "radio", "--check"};
        String[] all = Arrays.copyOf(words, words.length + files.length);
        for (int i = 0; i < files.length; i++) {
            all[words.length + i] = files[i].toString();
        }
        return Cli.run(all);
    }

    private Path file(JsonNode tree) throws IOException {
        return Files.writeString(folder.resolve("changed.json"), tree.toString());
    }

    private static JsonNode tree(Path file) throws IOException {
        return MAPPER.readTree(file.toFile());
    }

    @Test
    void recordedEpisodesAgree() {
        Outcome outcome = check(first, second);
        assertThat(outcome.out()).isEqualTo(first + ": 20 slots and 47 tasks agree\n" + second
                + ": 30 slots and 220 tasks agree\n");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    /** Printed numbers are the recorded ones, slot by slot and field by field. */
    @Test
    void printsTheOutputsOfTheRecordingsFormat() throws IOException {
        for (Path file : new Path[] {first, second}) {
            JsonNode recorded = tree(file);
            JsonNode printed = MAPPER.readTree(
                    Cli.run("replay", "radio", file.toString(), "--json").out());
            assertThat(printed.get("name")).isEqualTo(recorded.get("name"));
            requireNear("summary", printed.get("summary"), recorded.get("summary"));
            for (int t = 0; t < recorded.get("T").intValue(); t++) {
                for (String key : new String[] {"tasks", "q_local_after_s", "q_edge_after_s"}) {
                    requireNear("slot " + t + " " + key, printed.get("slots").get(t).get(key),
                            recorded.get("slots").get(t).get(key));
                }
            }
        }
    }

    private static void requireNear(String where, JsonNode actual, JsonNode expected) {
        assertThat(actual.size()).as(where).isEqualTo(expected.size());
        if (expected.isObject()) {
            expected.fieldNames().forEachRemaining(key -> requireNear(where + " " + key,
                    actual.get(key), expected.get(key)));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                requireNear(where + " " + i, actual.get(i), expected.get(i));
            }
        } else if (expected.isNumber()) {
            double value = expected.doubleValue();
            assertThat(actual.doubleValue()).as(where)
                    .isCloseTo(value, within(1e-12 * Math.max(1, Math.abs(value))));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    /** A part in 1e11 of any output is noticed, and a part in 1e14 is not. */
    @Test
    void namesTheFirstDifference() throws IOException {
        int differences = 0;
        for (Path recording : new Path[] {first, second}) {
            int slots = tree(recording).get("T").intValue();
            for (int t = 0; t < slots; t++) {
                JsonNode tasks = tree(recording).get("slots").get(t).get("tasks");
                for (int k = 0; k < tasks.size(); k += 5) {
                    String user = "slot " + t + ", user " + tasks.get(k).get("user") + ", ";
                    for (String key : new String[] {"sinr", "rate_bps", "t_trans_s", "delay_s"}) {
                        if (tasks.get(k).get(key).isNumber()) {
                            differences += requireNoticed(recording, t, k, key, user + key);
                        }
                    }
                }
            }
        }
        assertThat(differences).isGreaterThan(200);
    }

    private int requireNoticed(Path recording, int slot, int task, String key, String place)
            throws IOException {
        JsonNode tree = tree(recording);
        ObjectNode object = (ObjectNode) tree.get("slots").get(slot).get("tasks").get(task);
        double value = object.get(key).doubleValue();
        object.put(key, value * (1 + 1e-14));
        assertThat(check(file(tree)).code()).as(place).isZero();
        object.put(key, value * (1 + 1e-11));
        Outcome outcome = check(file(tree));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("changed.json: " + place + ": recorded ")
                .hasLineCount(1);
        return 1;
    }

    @Test
    void namesDifferencesOfQueuesFailuresActionsAndSums() throws IOException {
        requireDifference("slot 3, user 2, q_local_after_s", t -> plus(t, 3, "q_local_after_s", 2));
        requireDifference("slot 4, server 1, q_edge_after_s", t -> plus(t, 4, "q_edge_after_s", 1));
        requireDifference("slot 0, user 2, failed: recorded true, computed false",
                t -> task(t, 0, 1).put("failed", true));
        requireDifference("slot 0, user 2, action: recorded 1, computed -1",
                t -> task(t, 0, 1).put("action", 1));
        requireDifference("slot 0, user 1, sinr: recorded null", t -> task(t, 0, 0).putNull("sinr"));
        requireDifference("slot 0, user 2, user: recorded 4, computed 2",
                t -> task(t, 0, 1).put("user", 4));
        requireDifference("slot 0, user 5, tasks: recorded none, computed one",
                t -> ((ArrayNode) t.get("slots").get(0).get("tasks")).remove(2));
        requireDifference("slot 0, user 5, tasks: recorded one, computed none",
                t -> ((ArrayNode) t.get("slots").get(0).get("actions")).set(5, -2));
        requireDifference("summary, failed: recorded 2", t ->
                ((ObjectNode) t.get("summary")).put("failed", 2));
        requireDifference("slot 0, user 1, sinr", t -> t.put("noise_w", 1.1e-13));
    }

    private interface Change {
        void to(ObjectNode tree);
    }

    private void requireDifference(String place, Change change) throws IOException {
        ObjectNode tree = (ObjectNode) tree(first);
        change.to(tree);
        Outcome outcome = check(second, file(tree), first);
        assertThat(outcome.code()).as(place).isEqualTo(1);
        assertThat(outcome.out()).contains("changed.json: " + place).hasLineCount(2);
        JsonNode json = MAPPER.readTree(Cli.run("replay", "radio", "--json", "--check",
                folder.resolve("changed.json").toString()).out());
        assertThat(json.get("agrees").booleanValue()).isFalse();
        assertThat(json.get("files").get(0).get("message").textValue()).contains(place);
    }

    private static ObjectNode task(ObjectNode tree, int slot, int task) {
        return (ObjectNode) tree.get("slots").get(slot).get("tasks").get(task);
    }

    private static void plus(ObjectNode tree, int slot, String key, int index) {
        ArrayNode list = (ArrayNode) tree.get("slots").get(slot).get(key);
        list.set(index, new DoubleNode(list.get(index).doubleValue() * (1 + 1e-11) + 1e-11));
    }

    /** Two cells, one user in each: alone in its own, each hears nothing but noise. */
    @Test
    void interferenceWithinTheCellOnly() throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree("""
                {"M": 2, "N": 2, "T": 1, "slot_s": 1, "B_hz": 1e6, "noise_w": 1e-9,
                 "tau_max_s": 9, "interference": "cell", "f_local_ghz": [1, 1],
                 "F_edge_ghz": [4, 5], "P_tx_w": [0.2, 0.1],
                 "gain_large_scale": [[15e-9, 4e-9], [8e-9, 30e-9]],
                 "slots": [{"D_bits": [2e6, 4e6], "C_gcycles": [8, 20], "actions": [0, 1]}]}""");
        JsonNode cell = MAPPER.readTree(Cli.run("replay", "radio", file(tree).toString()).out());
        JsonNode task = cell.get("slots").get(0).get("tasks").get(0);
        assertThat(task.get("sinr").doubleValue()).isCloseTo(3, within(1e-12));     // 3e-9 / 1e-9
        assertThat(task.get("rate_bps").doubleValue()).isCloseTo(2e6, within(1e-5));
        assertThat(task.get("delay_s").doubleValue()).isCloseTo(1 + 2, within(1e-12));
        assertThat(cell.get("slots").get(0).get("q_edge_after_s").get(1).doubleValue())
                .isCloseTo(3, within(1e-12));
        tree.put("interference", "full");
        JsonNode full = MAPPER.readTree(Cli.run("replay", "radio", file(tree).toString()).out());
        assertThat(full.get("slots").get(0).get("tasks").get(0).get("sinr").doubleValue())
                .isCloseTo(3 / 1.8, within(1e-12));                         // 0.1 W * 8e-9 + noise
    }

    @Test
    void otherInputIsRefused() throws IOException {
        refused("M: found 0, expected a whole number from 1", t -> t.put("M", 0));
        refused("M: found 1.5", t -> t.put("M", 1.5));
        refused("f_local_ghz: found a list of 6, expected a list of 7", t -> t.put("M", 7));
        refused("interference: found \"all\", expected full or cell",
                t -> t.put("interference", "all"));
        refused("slots: found a list of 20, expected as many slots as T says, 19",
                t -> t.put("T", 19));
        refused("slots[0]: actions[1]: found 2, expected a whole number from -2 to 1",
                t -> ((ArrayNode) t.get("slots").get(0).get("actions")).set(1, 2));
        refused("slots[0]: D_bits[1]: found null, expected a number",
                t -> ((ArrayNode) t.get("slots").get(0).get("D_bits")).setNull(1));
        refused("gain_large_scale[0]: found a list of 3",
                t -> ((ArrayNode) t.get("gain_large_scale").get(0)).add(1));
        refused("noise_w: found nothing, expected a value", t -> t.remove("noise_w"));
        refused("slots[2]: t: found 1, expected a whole number from 2 to 2",
                t -> ((ObjectNode) t.get("slots").get(2)).put("t", 1));
        refused("slots[0]: tasks: found nothing", t ->
                ((ObjectNode) t.get("slots").get(0)).remove("tasks"));
        assertThat(Cli.run("replay", "radio", first.toString(), second.toString()).err())
                .contains("2 files, expected one, or --check");
        assertThat(Cli.run("replay").err()).contains("radio").hasLineCount(1);
        assertThat(check(folder.resolve("none.json")).code()).isEqualTo(2);
    }

    private void refused(String message, Change change) throws IOException {
        ObjectNode tree = (ObjectNode) tree(first);
        change.to(tree);
        Outcome outcome = check(file(tree));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("changed.json: " + message).hasLineCount(1);
    }

    /** Damaged recordings agree, differ, or are refused; work is bounded by their size. */
    @Test
    void mutationsAreComparedOrRefused() throws IOException {
        long seed = 9;
        RandomStream random = new RandomStream(seed, "mutations");
        byte[] whole = Files.readString(first).replaceAll("\\s+", " ")
                .getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        int differ = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bad = Mutations.of(whole, random, i % Mutations.KINDS);
            Path file = Files.write(folder.resolve("mutated.json"), bad);
            String which = "seed " + seed + ", mutation " + i;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                differ += RadioReplay.check(file).agrees() ? 0 : 1;
            } catch (InputException e) {
                assertThat(e.getMessage()).as(which).contains(file.toString(), "expected ")
                        .matches("\\P{Cntrl}*");
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(which)
                    .isLessThan(1_000_000 + 100L * bad.length);
        }
        System.out.println(MUTATIONS + " mutations: " + refused + " refused, " + differ
                + " differ");
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
        assertThat(differ).isGreaterThan(MUTATIONS / 20);
    }
}

package verge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verge.autodiff.ParameterTable;
import verge.nn.HeterogeneousGraphAttention.EdgeType;
import verge.nn.HeterogeneousGraphAttention.NodeType;
import verge.nn.LstmCell.Normalisation;

/** The page of layers against the code: which there are, their parameters, their golden cases. */
class LayersPageTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", ".."));
    private static final Pattern COUNT = Pattern.compile("`([a-z_]+)` (\\d+)");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/layers.md"));
    }

    /** Every public class of the package that computes something stands in a table or a sentence. */
    @Test
    void everyClassIsOnThePage() throws Exception {
        String page = page();
        List<String> missing = new ArrayList<>();
        int classes = 0;
        try (Stream<Path> files = Files.list(ROOT.resolve("nn/src/main/java/verge/nn"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (name.contains("-") || name.startsWith("Safetensors")
                        || List.of("InputException", "Optimizer", "EdgeList", "AttentionLayer", "Activation")
                                .contains(name)) {
                    continue;
                }
                boolean shown = Modifier.isPublic(Class.forName("verge.nn." + name).getModifiers());
                classes += shown ? 1 : 0;
                if (shown && !page.contains("`" + name + "`")) {
                    missing.add(name);
                }
            }
        }
        assertThat(classes).isGreaterThanOrEqualTo(30);
        assertThat(missing).isEmpty();
    }

    @Test
    void countsOfGoldenCasesAreThoseOfTheFolder() throws IOException {
        Map<String, Integer> cases = new TreeMap<>();
        for (JsonNode entry : new ObjectMapper().readTree(
                Golden.numerics("cases.json").toFile())) {
            cases.merge(entry.get("op").asText(), 1, Integer::sum);
        }
        Matcher counts = COUNT.matcher(page().replace("`softmax`, `log_softmax`, `logsumexp` 14 each",
                "`softmax` 14, `log_softmax` 14, `logsumexp` 14"));
        TreeSet<String> listed = new TreeSet<>();
        while (counts.find()) {
            assertThat(cases).as(counts.group(1)).containsEntry(counts.group(1),
                    Integer.parseInt(counts.group(2)));
            listed.add(counts.group(1));
        }
        cases.keySet().removeAll(listed);
        cases.keySet().removeIf(op -> op.startsWith("scalar_"));
        assertThat(cases.keySet()).as("single operations, which are no layers").containsExactly(
                "concat", "ew_binary", "ew_unary", "gather", "reduce", "slice");
    }

    /** Layers made with widths that no two dimensions share have the slots of the page. */
    @Test
    void parametersHaveTheNamesAndShapesOfThePage() throws IOException {
        Map<String, Consumer<ParameterTable>> layers = new LinkedHashMap<>();
        layers.put("| `Linear` |weight [I, O], bias [1, O]", t -> new Linear(t, "", 5, 7, true));
        layers.put("| `Embedding` |weight [count, width]", t -> new Embedding(t, "", 23, 29));
        layers.put("| `LayerNorm` |gamma, beta [1, E]",
                t -> new LayerNorm(t, "", 12, LayerNorm.EPSILON));
        layers.put("| `LstmCell` |w_x [I, 4H], w_h [H, 4H], bias [1, 4H]",
                t -> new LstmCell(t, "", 5, 11, false));
        layers.put("| `LstmCell`, normalised |norm_x.gamma, norm_x.beta, norm_h.gamma, norm_h.beta"
                + " [1, 4H], norm_c.gamma, norm_c.beta [1, H], w_x [I, 4H], w_h [H, 4H], bias [1, 4H]",
                t -> new LstmCell(t, "", 5, 11, Normalisation.PER_GATE, 1e-5f));
        layers.put("| `GruCell` |w_x [I, 3H], bias_x [1, 3H], w_h [H, 3H], bias_h [1, 3H]",
                t -> new GruCell(t, "", 5, 11));
        layers.put("| `AdditiveAttention` |query.weight [Q, A], key.weight [K, A], key.bias, v [1, A]",
                t -> new AdditiveAttention(t, "", 17, 19, 31));
        layers.put("| `MultiplicativeAttention` |key.weight [K, Q]",
                t -> new MultiplicativeAttention(t, "", 17, 19));
        layers.put("| `MultiHeadAttention` |query.weight, key.weight, value.weight, output.weight"
                + " [E, E], query.bias, key.bias, value.bias, output.bias [1, E]",
                t -> new MultiHeadAttention(t, "", 12, 3));
        layers.put("| `GraphAttention` |source.weight [I, h C], edge.weight [D, h C], attend_source,"
                + " attend_destination, attend_edge [h, C], bias [1, h C]",
                t -> new GraphAttention(t, "", 5, 37, 3, 13, 0.2f, true, true));
        layers.put("| `DuelingHead` |value.weight [I, 1], advantage.weight [I, actions], value.bias"
                + " [1, 1], advantage.bias [1, actions]", t -> new DuelingHead(t, "", 5, 43));
        layers.put("| `QmixMixer` |w_1.weight [S, agents E], w_1.bias [1, agents E], b_1.weight,"
                + " w_2.weight [S, E], b_1.bias, w_2.bias [1, E], v.0.weight [S, V], v.0.bias [1, V],"
                + " v.1.weight [V, 1], v.1.bias [1, 1]",
                t -> new QmixMixer(t, "", 2, 41, 12, 47));
        layers.put("| `HeterogeneousGraphAttention` |user.weight [I, h C], user.bias [1, h C],"
                + " up.source.weight, up.destination.weight [I, h C], up.edge.weight [D, h C],"
                + " up.attend_source, up.attend_destination, up.attend_edge [h, C]",
                t -> new HeterogeneousGraphAttention(t, "", List.of(new NodeType("user", 5)),
                        List.of(new EdgeType("up", 0, 0, 37)), 3, 13, 0.2f));
        String page = page();
        layers.forEach((row, layer) -> {
            assertThat(page).contains(row.substring(0, row.lastIndexOf('|') + 1));
            ParameterTable table = new ParameterTable();
            layer.accept(table);
            Map<String, String> slots = new TreeMap<>();
            table.slots().forEach(slot -> slots.put(slot.name().substring(1),
                    slot.rows() + ", " + slot.cols()));
            assertThat(slots).as(row).isEqualTo(expected(row.substring(row.lastIndexOf('|') + 1)));
        });
    }

    /** Names before a shape have it; a shape's letters stand for the widths given above. */
    private static Map<String, String> expected(String text) {
        Map<String, String> width = Map.ofEntries(Map.entry("I", "5"), Map.entry("O", "7"),
                Map.entry("1", "1"), Map.entry("count", "23"), Map.entry("width", "29"),
                Map.entry("E", "12"), Map.entry("H", "11"), Map.entry("4H", "44"),
                Map.entry("3H", "33"), Map.entry("Q", "17"), Map.entry("K", "19"),
                Map.entry("A", "31"), Map.entry("h C", "39"), Map.entry("D", "37"),
                Map.entry("h", "3"), Map.entry("C", "13"), Map.entry("actions", "43"),
                Map.entry("S", "41"), Map.entry("agents E", "24"), Map.entry("V", "47"));
        Map<String, String> slots = new TreeMap<>();
        Matcher shapes = Pattern.compile("([^\\[\\]]+) \\[([^,]+), ([^\\]]+)\\]").matcher(text);
        while (shapes.find()) {
            for (String name : shapes.group(1).split(",")) {
                if (!name.isBlank()) {
                    slots.put(name.strip(), width.get(shapes.group(2)) + ", "
                            + width.get(shapes.group(3)));
                }
            }
        }
        return slots;
    }
}

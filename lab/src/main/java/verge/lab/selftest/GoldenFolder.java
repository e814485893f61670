package verge.lab.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.nn.SafetensorsFile;
import verge.sim.core.InputException;

/** A folder of golden cases: {@code cases.json} and the files it lists. */
final class GoldenFolder {
    private static final int MOST_BYTES = 64 << 20;
    /** Names of folders and files without steps upwards or roots. */
    private static final Pattern FILE = Pattern.compile(
            "(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/){0,3}[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    private final Path folder;
    private final String source;

    /** The folder at a path, which is read when it is asked for something. */
    GoldenFolder(Path folder) {
        this.folder = folder;
        source = folder.resolve("cases.json").toString();
    }

    /** The cases in their order. */
    List<GoldenEntry> entries() {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder.toString(), "",
                    Files.exists(folder) ? "a file" : "nothing", "a folder of golden cases");
        }
        Path index = folder.resolve("cases.json");
        List<GoldenEntry> entries = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>();
        for (JsonNode node : Json.list(source, Disk.read(index, MOST_BYTES))) {
            GoldenEntry entry = entry(node, "entry " + entries.size());
            if (!files.add(entry.file())) {
                throw new InputException(source, entry.file(), "it twice", "one entry");
            }
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            throw new InputException(source, "", "no case", "at least one");
        }
        return entries;
    }

    private GoldenEntry entry(JsonNode node, String place) {
        String file = text(node, place, "file");
        if (!FILE.matcher(file).matches()) {
            throw new InputException(source, place + ": file", file, "a name within the folder");
        }
        JsonNode tolerance = object(node, file, "tolerance_f32");
        Map<String, Tolerance> tolerances = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : tolerance.path("per_tensor").properties()) {
            String at = file + ": tolerance_f32.per_tensor." + one.getKey();
            tolerances.put(one.getKey(), new Tolerance(bound(one.getValue(), at, "atol"),
                    bound(one.getValue(), at, "rtol")));
        }
        Set<String> skipped = new LinkedHashSet<>();
        node.path("skip_f32").forEach(name -> skipped.add(name.asText()));
        return new GoldenEntry(file, text(node, file, "op"),
                object(node, file, "hyperparameters"), tolerance, tolerances,
                tensors(node, file), skipped);
    }

    private Map<String, String> tensors(JsonNode node, String file) {
        Map<String, String> tensors = new LinkedHashMap<>();
        JsonNode list = node.path("tensors");
        if (!list.isArray()) {
            throw new InputException(source, file + ": tensors", found(list), "a list");
        }
        for (JsonNode tensor : list) {
            List<String> shape = new ArrayList<>();
            tensor.path("shape").forEach(n -> shape.add(n.asText()));
            tensors.put(text(tensor, file + ": tensors", "name"),
                    text(tensor, file + ": tensors", "dtype") + " " + shape);
        }
        return tensors;
    }

    private String text(JsonNode node, String place, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new InputException(source, place + ": " + name, found(value), "a text");
        }
        return value.textValue();
    }

    private JsonNode object(JsonNode node, String place, String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw new InputException(source, place + ": " + name, found(value), "an object");
        }
        return value;
    }

    private double bound(JsonNode node, String place, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber() || !(value.doubleValue() >= 0)) {
            throw new InputException(source, place + "." + name, found(value),
                    "a number that is not negative");
        }
        return value.doubleValue();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }

    /** Reads the file of a case, which must have the tensors that the index lists and no other. */
    SafetensorsFile read(GoldenEntry entry) {
        Path path = folder.resolve(entry.file());
        SafetensorsFile file = SafetensorsFile.read(path);
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : file.names()) {
            found.put(name, file.dtype(name) + " " + Arrays.toString(file.shape(name)));
        }
        Set<String> names = new LinkedHashSet<>(entry.tensors().keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String has = found.getOrDefault(name, "nothing");
            String listed = entry.tensors().getOrDefault(name, "nothing");
            if (!has.equals(listed)) {
                throw new InputException(path.toString(), "tensor " + name, has,
                        listed + " as cases.json lists it");
            }
        }
        return file;
    }

    /** A file or folder within this one. */
    Path resolve(String name) {
        return folder.resolve(name);
    }
}

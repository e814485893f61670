package verge.lab.selftest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import verge.lab.text.Disk;
import verge.lab.text.Json;
import verge.nn.InputException;
import verge.nn.SafetensorsFile;

/** Files that a reader must refuse, and odd ones that it must read. */
final class MalformedFiles {
    private static final int MOST_BYTES = 1 << 20;

    private MalformedFiles() {
    }

    /**
     * Reads all files that {@code malformed/malformed.json} lists, if there is one.
     *
     * @return what is wrong with each file, empty if it was accepted or refused as it should be
     */
    static Map<String, String> read(GoldenFolder folder) {
        Map<String, String> wrong = new LinkedHashMap<>();
        Path index = folder.resolve("malformed/malformed.json");
        if (!Files.exists(index)) {
            return wrong;
        }
        String source = index.toString();
        for (JsonNode node : Json.list(source, Disk.read(index, MOST_BYTES))) {
            String file = node.path("file").asText();
            String expected = node.path("expect").asText();
            boolean listed = file.matches("malformed/[A-Za-z0-9_.-]+");
            if (!listed || !expected.equals("reject") && !expected.equals("accept")) {
                throw new verge.sim.core.InputException(source, "entry " + wrong.size(),
                        node.toString(), "a file in malformed, and accept or reject");
            }
            wrong.put(file, verdict(folder.resolve(file), expected.equals("accept")));
        }
        return wrong;
    }

    private static String verdict(Path file, boolean good) {
        if (!Files.isRegularFile(file)) {
            throw new verge.sim.core.InputException(file.toString(), "", "nothing",
                    "a file that malformed.json lists");
        }
        try {
            SafetensorsFile.read(file);
            return good ? "" : "accepted, expected to be refused";
        } catch (InputException e) {
            return good ? "refused, expected to be accepted: " + e.getMessage() : "";
        }
    }
}

package verge.lab.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import verge.lab.Main;
import verge.lab.Methods;

/** The command with the methods it ships with, inside this virtual machine. */
final class Verge {

    private Verge() {}

    record Outcome(int code, String out, String err) {

        /** Asserts that it went well and printed one JSON object. */
        JsonNode json() throws IOException {
            assertThat(err).isEmpty();
            assertThat(code).isZero();
            return new ObjectMapper().readTree(out);
        }

        /** Asserts exit code 2 and one line that names the parts. */
        void refused(String... parts) {
            assertThat(err).startsWith("verge: ").hasLineCount(1).doesNotContain("\tat ");
            if (parts.length > 0) {
                assertThat(err).contains(parts);
            }
            assertThat(out).isEmpty();
            assertThat(code).isEqualTo(2);
        }
    }

    static Outcome run(Object... words) {
        String[] args = new String[words.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = words[i].toString();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(args, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), 0, Methods.standard());
        return new Outcome(code, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Every file below a folder, by name, as hexadecimal digits of its bytes. */
    static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(),
                        HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}

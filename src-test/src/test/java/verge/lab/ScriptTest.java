package verge.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The root script, in a tree of its own with a Maven and a Java that only say what they were asked
 * to do.
 */
@Tag("processes")
class ScriptTest {
    private static final String JAVA = """
            #!/usr/bin/env bash
            errors=2
            if [[ $* == *--add-modules* ]]; then
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                echo 'another warning' >&2
                [[ $* != *-Dverge.stderr=/dev/fd/3* ]] || errors=3
            fi
            echo "pid $$ arguments $*"
            printf 'half a line' >&$errors
            exit 7
            """;
    private static final String MAVEN = """
            #!/usr/bin/env bash
            root="$(dirname "$0")/../a tree"
            echo built >>"$root/builds"
            echo "JAVA_HOME=$JAVA_HOME"
            [[ ! -f $root/broken ]] || { echo 'the compiler is unhappy'; exit 1; }
            sleep 0.3
            mkdir -p "$root/lab/target/lib"
            touch "$root/lab/target/verge-lab-9.jar" "$root/lab/target/verge-lab-9-sources.jar"
            """;

    @TempDir
    private Path folder;
    private Path tree;
    private Path jdk;
    private Path mavenBin;

    private record Outcome(int code, String out, String err, long pid) {
    }

    @BeforeEach
    void setUp() throws IOException {
        Path script = Path.of(System.getProperty("verge.root", ".")).resolve("verge");
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && Files.exists(script),
                "skipped: no bash, or no script");
        folder = folder.toRealPath();
        tree = Files.createDirectories(folder.resolve("a tree"));
        Files.copy(script, tree.resolve("verge"));
        tree.resolve("verge").toFile().setExecutable(true);
        Files.writeString(tree.resolve("pom.xml"), "");
        for (String module : List.of("autodiff", "nn", "sim", "algorithms", "lab")) {
            Files.createDirectories(tree.resolve(module + "/src/main/java"));
            Files.writeString(tree.resolve(module + "/pom.xml"), "");
            Files.writeString(tree.resolve(module + "/src/main/java/A.java"), "");
        }
        jdk = jdk("jdk", "21.0.1", "java.base jdk.incubator.vector");
        mavenBin = folder.resolve("maven");
        executable(mavenBin.resolve("mvn"), MAVEN);
        age();
    }

    /** Everything was edited a minute ago. */
    private void age() throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }

    private Path jdk(String name, String version, String modules) throws IOException {
        Path home = folder.resolve(name);
        executable(home.resolve("bin/java"), JAVA);
        executable(home.resolve("bin/javac"), JAVA);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\""
                + modules + "\"\n");
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path javaHome, String path, Path script, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("VERGE_JAVA_OPTS");
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("PATH", path);
        return builder.start();
    }

    private static Outcome end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err, process.pid());
    }

    private Outcome verge(String... args) throws IOException, InterruptedException {
        return end(start(jdk, mavenBin + ":/usr/bin:/bin", tree.resolve("verge"), args));
    }

    private long builds() throws IOException {
        Path log = tree.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void buildsOnceThenOnlyWhatIsStale() throws Exception {
        assertThat(verge("methods").code()).isEqualTo(7);
        assertThat(builds()).isEqualTo(1);
        verge("methods");
        assertThat(builds()).isEqualTo(1);
        for (String edited : List.of("pom.xml", "nn/pom.xml", "sim/src/main/java/A.java",
                "lab/src/main/java/A.java")) {
            long before = builds();
            Files.writeString(tree.resolve(edited), "edited");
            verge("methods");
            assertThat(builds()).as(edited).isEqualTo(before + 1);
            age();
        }
        long before = builds();
        Files.delete(tree.resolve("algorithms/src/main/java/A.java"));
        verge("methods");
        assertThat(builds()).as("a deleted file").isEqualTo(before + 1);
        Files.delete(tree.resolve("lab/target/verge-lab-9.jar"));
        verge("methods");
        assertThat(builds()).as("a missing jar").isEqualTo(before + 2);
    }

    @Test
    void passesArgumentsExitCodeAndProcessOn() throws Exception {
        Outcome outcome = verge("methods", "a b", "--json");
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.out()).startsWith("pid " + outcome.pid() + " ")
                .contains("verge.lab.Main methods a b --json")
                .contains(tree + "/lab/target/verge-lab-9.jar:" + tree + "/lab/target/lib/*")
                .doesNotContain("sources").doesNotContain("--add-modules");
        assertThat(outcome.err()).isEqualTo("half a line");
    }

    @Test
    void vectorsAreThereWhereItTrainsOrInfersAndTheirWarningIsNot() throws Exception {
        for (String command : List.of("run", "evaluate", "audit", "selftest")) {
            Outcome outcome = verge(command);
            assertThat(outcome.out()).startsWith("pid " + outcome.pid() + " ")
                    .contains("--add-modules jdk.incubator.vector");
            assertThat(outcome.err()).contains("half a line").doesNotContain("incubator");
            assertThat(outcome.code()).isEqualTo(7);
        }
        assertThat(verge("plan").out()).contains("-Dverge.kernels=scalar");
        jdk = jdk("plain", "17", "java.base");
        assertThat(verge("run").out()).doesNotContain("--add-modules");
    }

    @Test
    void otherWordsOfTheVirtualMachineAreKept() throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", "\"$0\" run 2>\"$1\"",
                tree.resolve("verge").toString(), errors.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", mavenBin + ":/usr/bin:/bin");
        assertThat(end(builder.start()).code()).isEqualTo(7);
        assertThat(Files.readString(errors)).contains("half a line");
        for (int i = 0; i < 500 && !Files.readString(errors).contains("another"); i++) {
            Thread.sleep(20);
        }
        assertThat(Files.readString(errors)).contains("another warning\n")
                .doesNotContain("incubator");
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), tree.resolve("verge"));
        Outcome outcome = end(start(jdk, mavenBin + ":/usr/bin:/bin", link, "methods"));
        assertThat(outcome.out()).contains(tree + "/lab/target/verge-lab-9.jar");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "skipped: no flock");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(jdk, mavenBin + ":/usr/bin:/bin", tree.resolve("verge"),
                    "methods"));
        }
        for (Process process : processes) {
            assertThat(end(process).code()).isEqualTo(7);
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildIsShownAndTriedAgain() throws Exception {
        Files.writeString(tree.resolve("broken"), "");
        Outcome outcome = verge("methods");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the compiler is unhappy").contains("JAVA_HOME=" + jdk)
                .endsWith("verge: the build failed\n");
        Files.delete(tree.resolve("broken"));
        assertThat(verge("methods").code()).isEqualTo(7);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void saysWhichJavaItFoundWhenNoneIsNewEnough() throws Exception {
        Path old = jdk("old", "11.0.2", "java.base");
        Path older = jdk("older", "1.8.0_392", "java.base");
        Outcome outcome = end(start(old, older + "/bin:" + tools(), tree.resolve("verge"),
                "methods"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1)
                .contains("Java 11 in " + old, "Java 8 in " + older, "17 or later");
        Outcome none = end(start(folder.resolve("none"), tools(), tree.resolve("verge"),
                "methods"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).hasLineCount(1).contains("no Java in");
        assertThat(end(start(old, jdk + "/bin:" + mavenBin + ":" + tools(), tree.resolve("verge"),
                "methods")).code())
                .as("the one on PATH is new enough").isEqualTo(7);
    }

    @Test
    void saysThatMavenOrTheCompilerIsMissing() throws Exception {
        Outcome outcome = end(start(jdk, tools(), tree.resolve("verge"), "methods"));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("Maven");
        Files.delete(jdk.resolve("bin/javac"));
        assertThat(verge("methods").err()).hasLineCount(1).contains("javac");
    }

    /** A folder of the tools that the script uses, and no Java. */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of("bash", "env", "dirname", "readlink", "grep", "sed", "find",
                "mkdir", "flock", "touch", "mv", "rm", "cat", "sleep")) {
            Path tool = Path.of("/usr/bin").resolve(name);
            Path link = tools.resolve(name);
            if (Files.exists(tool) && !Files.exists(link)) {
                Files.createSymbolicLink(link, tool);
            }
        }
        return tools.toString();
    }
}

package verge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.algorithms.dag.OffloadingNetwork;
import verge.algorithms.dag.OffloadingPolicy;
import verge.algorithms.mrlco.MrlcoProfiles;
import verge.autodiff.Parameters;
import verge.lab.Main;
import verge.lab.Methods;
import verge.lab.text.Numbers;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.TaskGraph;
import verge.sim.core.Timing;
import verge.sim.workload.GraphWriter;
import verge.sim.workload.TaskGraphGenerator;

/** What the documents show is what there is: the example, the commands, their options, the links. */
class ReadmeTest {

    private static final Path ROOT = Path.of(System.getProperty("verge.root", "."));
    private static final List<String> DOCUMENTS =
            List.of("README.md", "CONTRIBUTING.md", "docs/design.md", "docs/mrlco.md",
                    "docs/layers.md", "docs/performance.md", "docs/star.md", "docs/crb.md", "docs/cto.md",
                    "docs/data.md");
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^\\s*\\./verge ((?:(?:selftest|replay) )?[a-z]+)([^\n#]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    @TempDir
    Path folder;

    @Test
    void theExamplesAreTheOnesThatAreTested() throws IOException {
        examples("README.md", "EmbeddingExample", "DecisionExample");
        examples("docs/data.md", "TraceExample");
    }

    private static void examples(String document, String... names) throws IOException {
        Matcher block = JAVA.matcher(Files.readString(ROOT.resolve(document)));
        for (String example : names) {
            assertThat(block.find()).isTrue();
            assertThat(block.group(1)).contains("final class " + example);
            assertThat(Files.readString(ROOT.resolve("src-test/src/test/java/verge/" + example
                    + ".java"))).contains(block.group(1));
        }
        assertThat(block.find()).as("another block in " + document).isFalse();
    }

    /** The example of docs/data.md does what the command does. */
    @Test
    void theTraceExampleIsTheCommands() throws IOException {
        StringBuilder jobs = new StringBuilder(
                "job,task,preds,instances,start_s,end_s,duration_s,cpu_x100,mem_pct\n");
        for (int i = 0; i < 40; i++) {
            jobs.append("j_").append(i).append(",1,,").append(1 + i % 3).append(',').append(i * i % 97)
                    .append(",200,").append(1 + i % 7).append(".5,100,0.3\n");
        }
        Path trace = Files.writeString(folder.resolve("jobs.csv"), jobs);
        double latency = TraceExample.meanLatencySeconds(trace, 30, 0.5, 7);
        assertThat(latency).isPositive();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Main.run(new String[] {"simulate", "cto-paper", "trace=" + trace, "tasks=30",
            "--policy", "jsq", "--seeds", "7", "--json"}, stream, stream, 0, Methods.standard()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"meanDelaySeconds\":" + Numbers.text(latency) + ",");
    }

    @Test
    void theExampleRunsAndItsPlanIsThePolicys() throws IOException {
        OffloadingNetwork network = new OffloadingNetwork(MrlcoProfiles.verge().network());
        Parameters theta = new Parameters(network.table());
        network.initialise(theta, new RandomStream(3, "initialisation"));
        OffloadingPolicy policy = new OffloadingPolicy(network, theta);
        Path checkpoint = folder.resolve("policy.safetensors");
        policy.save(checkpoint, "meta/");
        int offloaded = 0;
        for (int i = 0; i < 5; i++) {
            TaskGraph graph = TaskGraphGenerator.generate(
                    TaskGraphGenerator.Shape.paper(12, 0.6, 0.6, 0.4), new RandomStream(i, "g"),
                    "graph");
            Path application = folder.resolve("graph" + i + ".gv");
            GraphWriter.write(graph, application);

            int[] plan = EmbeddingExample.plan(checkpoint, application, 7.0, 5.5);

            OffloadProblem problem = new OffloadProblem(graph, Timing.RELEASED, 7.0, 5.5);
            int[] expected = policy.plan(problem);
            assertThat(plan).hasSize(12);
            for (int p = 0; p < expected.length; p++) {
                assertThat(plan[problem.order()[p]]).isEqualTo(expected[p]);
                offloaded += expected[p] == Scheduler.OFFLOAD ? 1 : 0;
            }
        }
        assertThat(offloaded).as("plans that tell the tasks apart").isBetween(1, 59);
    }

    @Test
    void commandsAndOptionsOfTheDocumentsExist() throws IOException {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (String document : DOCUMENTS) {
            Matcher command = COMMAND.matcher(Files.readString(ROOT.resolve(document)));
            while (command.find()) {
                seen++;
                String help = help(command.group(1));
                Matcher option = OPTION.matcher(command.group(2));
                while (option.find()) {
                    if (!help.contains(option.group() + "=") && !help.contains(option.group() + " ")
                            && !help.contains(option.group() + "\n")) {
                        missing.add(document + ": " + command.group());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(seen).as("commands in the documents").isGreaterThan(10);
    }

    private static String help(String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Main.run((command + " --help").split(" "), stream, stream, 0,
                Methods.standard());
        assertThat(code).as(command).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linksOfTheDocumentsLeadSomewhere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String document : DOCUMENTS) {
            Path file = ROOT.resolve(document);
            Matcher link = LINK.matcher(Files.readString(file).replaceAll("(?s)```.*?```", ""));
            while (link.find()) {
                String target = link.group(1);
                if (!target.startsWith("http")
                        && !Files.exists(file.resolveSibling(target))) {
                    missing.add(document + ": " + target);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}

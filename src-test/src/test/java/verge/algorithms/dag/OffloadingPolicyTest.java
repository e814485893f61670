package verge.algorithms.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.autodiff.Parameters;
import verge.nn.InputException;
import verge.sim.core.OffloadProblem;
import verge.sim.core.RandomStream;
import verge.sim.core.Scheduler;
import verge.sim.core.Timing;
import verge.sim.workload.TaskGraphGenerator;

/** A policy's file holds all of it, and a file that does not is refused. */
class OffloadingPolicyTest {

    private static final NetworkShape PLAIN = new NetworkShape(TaskEmbedding.VERGE, 0, 1, 4, false,
            false, AttentionKind.NONE, 1, false, false, 1.0);
    private static final List<NetworkShape> SHAPES = List.of(PLAIN,
            new NetworkShape(TaskEmbedding.PAPER, 0, 2, 4, true, false, AttentionKind.ADDITIVE,
                    1, false, false, 1.0),
            new NetworkShape(TaskEmbedding.RELEASED, 6, 2, 4, false, false,
                    AttentionKind.MULTIPLICATIVE, 1, false, true, 1.0),
            new NetworkShape(TaskEmbedding.VERGE, 3, 1, 4, true, true, AttentionKind.ADDITIVE,
                    1, true, false, 1.0),
            new NetworkShape(TaskEmbedding.PAPER, 0, 2, 8, true, false, AttentionKind.MULTI_HEAD, 4,
                    false, false, 1.0));

    @TempDir
    Path folder;

    private static OffloadingPolicy policy(NetworkShape shape, long seed) {
        OffloadingNetwork network = new OffloadingNetwork(shape);
        Parameters theta = new Parameters(network.table());
        network.initialise(theta, new RandomStream(seed, "initialisation"));
        for (int i = 0; i < theta.size(); i++) {
            theta.values()[i] *= 3f;               // far from indifferent
        }
        return new OffloadingPolicy(network, theta);
    }

    private static OffloadProblem problem(int tasks, long seed) {
        return new OffloadProblem(TaskGraphGenerator.generate(
                TaskGraphGenerator.Shape.paper(tasks, 0.6, 0.5, 0.4),
                new RandomStream(seed, "graph"), "graph"), Timing.RELEASED, 7.0, 7.0);
    }

    @Test
    void whatIsReadIsWhatWasSaved() throws IOException {
        for (NetworkShape shape : SHAPES) {
            OffloadingPolicy saved = policy(shape, 11);
            Path file = folder.resolve("policy.safetensors");
            saved.save(file, "p/");
            OffloadingPolicy read = OffloadingPolicy.read(file, "p/");
            assertThat(read.parameters().digest()).isEqualTo(saved.parameters().digest());
            assertThat(read.network().shape()).usingRecursiveComparison()
                    .ignoringFields("forgetBias").isEqualTo(shape);
            for (int tasks : new int[] {1, 9, 14}) {
                assertThat(read.plan(problem(tasks, 5))).hasSize(tasks)
                        .isEqualTo(saved.plan(problem(tasks, 5)));
            }
        }
    }

    @Test
    void thePlanIsThatOfTheMostProbableChoices() {
        OffloadingPolicy policy = policy(PLAIN, 2);
        Learner learner = new Learner(policy.network(),
                new PpoSettings(1e-3, 1, 1, 0.2, 0, 0, false, true, 1, 2, 0), RewardScale.VERGE);
        for (int i = 0; i < 10; i++) {
            OffloadProblem problem = problem(15, i);
            PlanBatch greedy = learner.sample(List.of(problem), policy.parameters(), 1, null);
            assertThat(new Scheduler(15).run(problem, policy.plan(problem)))
                    .isEqualTo(greedy.meanLatency());
        }
    }

    @Test
    void theBestOfSeveralPlansIsNoWorseAndSometimesBetter() {
        for (Decoding decoding : Decoding.values()) {
            assertThat(betterBySearch(new Adaptation.Search(decoding, 1.0))).as("" + decoding)
                    .isGreaterThan(10);
        }
    }

    /** How many of 20 graphs get a better plan than the one of most probable choices. */
    private static int betterBySearch(Adaptation.Search search) {
        OffloadingPolicy policy = policy(PLAIN, 7);
        int better = 0;
        for (int i = 0; i < 20; i++) {
            OffloadProblem problem = problem(12, i);
            int[] plan = policy.plan(problem, 20, search, 1);
            Scheduler scheduler = new Scheduler(12);
            double greedy = scheduler.run(problem, policy.plan(problem));
            double best = scheduler.run(problem, plan);
            assertThat(best).isLessThanOrEqualTo(greedy);
            better += best < greedy ? 1 : 0;
            assertThat(policy.plan(problem, 20, search, 1)).isEqualTo(plan);
            assertThat(scheduler.run(problem, policy.plan(problem, 200, search, 1)))
                    .as("the least of ten times as many").isLessThanOrEqualTo(greedy);
        }
        return better;
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path good = folder.resolve("good.safetensors");
        policy(PLAIN, 1).save(good, "p/");
        assertThatThrownBy(() -> OffloadingPolicy.read(good, "other/"))
                .isInstanceOf(InputException.class).hasMessageContaining("tensors other/*")
                .hasMessageContaining("found 0 numbers");
        assertThatThrownBy(() -> OffloadingPolicy.read(folder.resolve("none"), "p/"))
                .isInstanceOf(InputException.class);
        // Replacements are as long as what they replace, so that the header's length still holds.
        String[][] changes = {
            {"\"formatVersion\":\"2\"", "\"formatVersion\":\"1\"", "found 1, expected 2"},
            {"\"embedding\":\"verge\"", "\"embedding\":\"vergo\"", "paper or released or verge"},
            {"\"hidden\":\"4\"", "\"hidden\":\"5\"", "as the shape in the metadata"},
            {"\"hidden\":\"4\"", "\"hidden\":\"x\"", "found x, expected 1 to 1024"},
            {"\"layers\":\"1\"", "\"layers\":\"0\"", "expected 1 to 16"},
            {"\"layers\":\"1\"", "\"layers\":\"9\"", "as the shape in the metadata"},
            {"\"layers\":\"1\"", "\"loyers\":\"1\"", "metadata layers: found null"},
            {"\"layer-norm\":\"false\"", "\"layer-norm\":\"fa1se\"", "false or true"},
            {"\"heads\":\"1\"", "\"heads\":\"3\"", "heads must be 1"},
            {"\"attention\":\"none\"", "\"attention\":\"some\"", "multiplicative"},
            {"\"resource-state\":\"false\"", "\"resource-state\":\"true\" ", "as the shape"},
        };
        for (String[] change : changes) {
            String text = Files.readString(good, StandardCharsets.ISO_8859_1);
            assertThat(text).contains(change[0]);
            Path bad = folder.resolve("bad.safetensors");
            Files.writeString(bad, text.replace(change[0], change[1]),
                    StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> OffloadingPolicy.read(bad, "p/")).as(Arrays.toString(change))
                    .isInstanceOf(InputException.class).hasMessageContaining(change[2])
                    .hasMessageStartingWith(bad.toString());
        }
    }

    @Test
    void aShapeOfAnySizeIsRefusedBeforeItIsAllocated() throws IOException {
        Path file = folder.resolve("huge.safetensors");
        for (String[] size : new String[][] {{"16", "1024"}, {"9", "1024"}, {"1", "1024"}}) {
            new verge.nn.SafetensorsWriter().metadata("formatVersion", "2")
                    .metadata("embedding", "paper").metadata("input-units", "1024")
                    .metadata("layers", size[0]).metadata("hidden", size[1])
                    .metadata("layer-norm", "true").metadata("bidirectional", "true")
                    .metadata("attention", "additive").metadata("heads", "1")
                    .metadata("resource-state", "true")
                    .metadata("value-from-logits", "false").write(file);
            assertThatThrownBy(() -> OffloadingPolicy.read(file, "p/"))
                    .isInstanceOf(InputException.class);
        }
    }
}

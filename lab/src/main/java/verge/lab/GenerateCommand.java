package verge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.config.Config;
import verge.lab.run.RunFolder;
import verge.sim.core.RandomStream;
import verge.sim.workload.GraphWriter;
import verge.sim.workload.TaskGraphGenerator;

/** Writes a folder of random task graphs. */
@Command(name = "generate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes a folder of random task graphs; one seed gives the same files"
                + " everywhere.")
final class GenerateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "A new or empty folder.")
    private Path folder;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "key=value",
            description = "count, seed, tasks, fat,"
            + " density, regular, jump, ccr, min-bytes, max-bytes (defaults: count=100 seed=1"
            + " tasks=20 fat=0.6" + " density=0.6 regular=0.5 jump=1 ccr=0.5, results of 5 to 50"
            + " MiB).")
    private List<String> settings = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings.")
    private Path file;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GenerateSettings chosen = Config.resolve(GenerateSettings.defaults(), file, settings);
        RunFolder.requireFree(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < chosen.count(); i++) {
            String name = "random." + chosen.tasks() + "." + i;
            RandomStream random = new RandomStream(chosen.seed(), "graph " + i);
            GraphWriter.write(TaskGraphGenerator.generate(chosen.shape(), random, name),
                    folder.resolve(name + ".gv"));
        }
        console.print(folder + ": " + chosen.count() + " graphs\n");
        return 0;
    }
}

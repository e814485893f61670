package verge.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.run.RunFolder;
import verge.sim.core.InputException;

/** Takes a run's policy out of its checkpoint. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes a run's policy alone as safetensors, without what only training needs:"
                + " what `plan --policy FILE` and an embedding read.")
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder.")
    private Path run;

    @Option(names = "--out", paramLabel = "FILE", required = true,
            description = "The file; replaced if it is there.")
    private Path out;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Files.isDirectory(out)) {
            throw new InputException(out.toString(), "", "a folder", "a file to write");
        }
        RunFolder folder = RunFolder.open(run);
        console.methods().find(run.resolve("manifest.json").toString(), folder.manifest().method())
                .export(folder, out);
        console.print(out + "\n");
        return 0;
    }
}

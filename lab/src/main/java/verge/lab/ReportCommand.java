package verge.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verge.lab.report.Report;
import verge.lab.run.RunFolder;
import verge.lab.text.Disk;
import verge.sim.core.InputException;

/** Draws runs on one page. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes one self-contained HTML page about one run, or several to compare.")
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders.")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "FILE",
            description = "The page (default: report.html in the run's"
            + " folder; report.html in the current folder for several runs).")
    private Path out;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<RunFolder> folders = new ArrayList<>();
        for (Path run : runs) {
            folders.add(RunFolder.open(run));
        }
        String html = Report.html(folders);
        Path beside = runs.size() == 1 ? runs.get(0) : Path.of("");
        Path page = out != null ? out : beside.resolve("report.html");
        if (page.toFile().isDirectory()) {
            throw new InputException(page.toString(), "", "a folder", "a file to write");
        }
        Disk.write(page, html);
        console.print(page + "\n");
        return 0;
    }
}

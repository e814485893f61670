package verge.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import verge.lab.replay.Verdict;
import verge.sim.core.InputException;

/** What the replays of all worlds do in the same way. */
final class Replays {
    private Replays() {
    }

    /** The file, where there is one. */
    static Path only(List<Path> files) {
        if (files.size() > 1) {
            throw new InputException("command line", "FILE", files.size() + " files",
                    "one, or --check");
        }
        return files.get(0);
    }

    /** Compares files up to the first that differs, says what came of it, gives the exit code. */
    static int check(Console console, boolean json, List<Path> files,
            Function<Path, Verdict> comparison) {
        List<Verdict> verdicts = new ArrayList<>();
        boolean agrees = true;
        for (int i = 0; i < files.size() && agrees; i++) {
            Verdict verdict = comparison.apply(files.get(i));
            verdicts.add(verdict);
            agrees = verdict.agrees();
            if (!json) {
                console.print(verdict.message() + "\n");
            }
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("agrees", agrees);
            object.put("files", verdicts);
            console.printJson(object);
        }
        return agrees ? 0 : Main.FAILED_CHECK;
    }
}

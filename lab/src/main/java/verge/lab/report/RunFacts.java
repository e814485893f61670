package verge.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.lab.run.Manifest;
import verge.lab.run.Results;
import verge.lab.run.RunFolder;

/** What a page says of a run beside its figures. */
final class RunFacts {
    /** The facts by which several runs are told apart. */
    static final List<String> COMPARED = List.of("method", "scenario", "profile", "seed", "budget",
            "digest", "JDK", "kernels");

    private RunFacts() {
    }

    /**
     * Method, seed and budget; beside other runs, only what differs, with the folder's name if that
     * is nothing.
     */
    static String label(RunFolder folder, List<RunFolder> all) {
        List<String> own = parts(folder);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            int part = i;
            boolean same = all.stream()
                    .allMatch(other -> parts(other).get(part).equals(own.get(part)));
            if (all.size() == 1 || !same) {
                told.add(own.get(i));
            }
        }
        if (all.stream().filter(other -> parts(other).equals(own)).count() > 1) {
            told.add(folder.path().toString());
        }
        return String.join(", ", told);
    }

    private static List<String> parts(RunFolder folder) {
        Manifest manifest = folder.manifest();
        String scenario = manifest.scenario() == null ? "" : " in " + manifest.scenario();
        return List.of(manifest.method() + scenario, "seed " + manifest.seed(), manifest.budget());
    }

    /** All facts by their names. */
    static Map<String, String> of(RunFolder folder, Results results) {
        Manifest manifest = folder.manifest();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", manifest.method());
        facts.put("scenario", manifest.scenario() == null ? "-" : manifest.scenario());
        facts.put("profile", results == null ? "-" : results.profile());
        facts.put("seed", Long.toString(manifest.seed()));
        facts.put("budget", manifest.budget());
        facts.put("digest", manifest.finished() ? folder.digest() : "-");
        facts.put("Verge", manifest.verge());
        facts.put("JDK", String.valueOf(manifest.jdk()));
        facts.put("machine", manifest.os() + ", " + manifest.arch());
        facts.put("kernels", String.valueOf(manifest.kernels()));
        return facts;
    }
}

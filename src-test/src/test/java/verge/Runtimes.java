package verge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java runtimes of this machine, for tests that start processes. */
public final class Runtimes {
    private static final int OLDEST = 17;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Runtimes() {
    }

    /** The runtime of this process and those in the folder beside it that are new enough. */
    public static List<Path> found() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> runtimes = new ArrayList<>(List.of(own));
        try (Stream<Path> beside = Files.list(own.getParent())) {
            for (Path home : beside.sorted().toList()) {
                if (Files.isExecutable(java(home)) && feature(home) >= OLDEST
                        && !runtimes.contains(home.toRealPath())) {
                    runtimes.add(home.toRealPath());
                }
            }
        }
        return runtimes;
    }

    /** The launcher of a runtime. */
    public static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** The text of a runtime's file {@code release}; empty if it has none. */
    public static String release(Path home) {
        try {
            Path file = home.resolve("release");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of a runtime's version, such as 17; 0 if it does not say. */
    public static int feature(Path home) {
        Matcher version = VERSION.matcher(release(home));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    /** The class path of this process, for one that it starts. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
    }
}

package verge.nn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the golden files lie; a test that needs one is skipped where it is absent. */
public final class Golden {

    private Golden() {}

    /** Returns the path of a file of the numerics collection, if the collection is there. */
    public static Path numerics(String name) {
        String shared = System.getProperty("verge.shared");
        if (shared == null) {
            shared = System.getProperty("verge.root", "..") + "/../shared";
        }
        Path folder = Path.of(shared, "golden", "numerics");
        assumeTrue(Files.isDirectory(folder), "skipped: no golden numerics in " + folder);
        return folder.resolve(name);
    }
}

package verge.nn;

import java.nio.file.Path;

/** Where the golden numbers lie; DEFINITIONS.md beside them says what they are. */
public final class Golden {

    private Golden() {}

    /** Returns the path of a file of the collection; an empty name gives that of its folder. */
    public static Path numerics(String name) {
        return Path.of(System.getProperty("verge.root", ".."), "src-test", "src", "test",
                "resources", "golden", "numerics").resolve(name);
    }
}

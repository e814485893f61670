package verge.lab;

import java.util.List;
import verge.lab.config.NearWords;
import verge.lab.dag.DagMethod;
import verge.sim.core.InputException;

/** The methods that can be run, by name. */
public final class Methods {
    private final List<Method<?>> all;

    /**
     * A registry.
     *
     * @param all the methods in the order in which they are listed
     */
    public Methods(List<Method<?>> all) {
        this.all = List.copyOf(all);
    }

    /**
     * The methods that Verge holds.
     *
     * @return a new registry
     */
    public static Methods standard() {
        return new Methods(List.copyOf(DagMethod.all()));
    }

    /**
     * All methods.
     *
     * @return in the order in which they are listed
     */
    public List<Method<?>> all() {
        return all;
    }

    /**
     * Whether there is a method of that name.
     *
     * @param name what was written
     * @return true if {@link #find} finds it
     */
    public boolean has(String name) {
        return all.stream().anyMatch(method -> method.name().equals(name));
    }

    /**
     * Looks a method up.
     *
     * @param source where the name was written, for the message
     * @param name what was written
     * @return the method of that name
     * @throws InputException that names near ones, if there is none
     */
    public Method<?> find(String source, String name) {
        for (Method<?> method : all) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        List<String> names = all.stream().map(Method::name).toList();
        throw new InputException(source, "method", "\"" + name + "\"",
                NearWords.expected(name, names));
    }
}

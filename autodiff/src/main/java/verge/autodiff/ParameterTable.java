package verge.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table name -> (offset, rows, cols) of a network's parameters. Layers add their slots to it
 * when they are made; any number of {@link Parameters} can then share it. Bookkeeping: slots follow
 * each other without gaps, offset = sum of rows cols of those before, in the order of adding. Adding
 * modifies and enlarges the table; nothing else allocates.
 */
public final class ParameterTable {

    private final List<Slot> slots = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int size;

    /**
     * Adds a matrix behind those already there.
     *
     * @return the place of the matrix [rows, cols]
     * @throws IllegalArgumentException if the name is taken or a dimension is not positive
     * @throws ArithmeticException if the number of floats would exceed an int
     */
    public Slot add(String name, int rows, int cols) {
        if (rows <= 0 || cols <= 0) {
            throw new IllegalArgumentException(name + " [" + rows + ", " + cols
                    + "]: expected positive dimensions");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException(name + ": this parameter exists already");
        }
        Slot slot = new Slot(name, size, rows, cols);
        size = Math.addExact(size, Math.multiplyExact(rows, cols));
        slots.add(slot);
        return slot;
    }

    /** Returns the slots in the order they were added: a view, which cannot be modified. */
    public List<Slot> slots() {
        return Collections.unmodifiableList(slots);
    }

    /** Returns the number of floats of all slots. */
    public int size() {
        return size;
    }
}

package verge.lab.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.nn.SafetensorsFile;

/**
 * Where the golden parameters of a layer go. Golden weights are [outputs, inputs], those of slots
 * [inputs, outputs]; one golden tensor may fill several slots, and several may add up in one.
 */
final class GoldenParameters {
    private record Place(Slot slot, String tensor, int firstRow, boolean transposed) {
        /** Index in the golden tensor of element (i, j) of the slot. */
        int golden(int i, int j) {
            return transposed ? (firstRow + j) * slot.rows() + i : i * slot.cols() + j;
        }
    }

    private final ParameterTable table;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    GoldenParameters(ParameterTable table) {
        this.table = table;
    }

    /** A weight [inputs, outputs] from {@code param.NAME} [outputs, inputs]. */
    GoldenParameters weight(String slot, String name) {
        return weight(slot, name, 0);
    }

    /** As the other, from rows of the golden tensor on; slots come in the order of their rows. */
    GoldenParameters weight(String slot, String name, int firstRow) {
        Slot s = slot(slot);
        return place(new Place(s, "param." + name, firstRow, true), firstRow + s.cols(), s.rows());
    }

    /** A row [1, outputs], such as a bias, from {@code param.NAME} [outputs]. */
    GoldenParameters row(String slot, String name) {
        return row(slot, name, 0);
    }

    /** As the other, from elements of the golden tensor on. */
    GoldenParameters row(String slot, String name, int first) {
        Slot s = slot(slot);
        return place(new Place(s, "param." + name, first, true), first + s.cols());
    }

    /** A matrix that lies in the slot as in the file. */
    GoldenParameters straight(String slot, String name) {
        Slot s = slot(slot);
        return place(new Place(s, "param." + name, 0, false), s.rows(), s.cols());
    }

    /** A golden tensor that the layer does without, because nothing depends on it. */
    GoldenParameters unused(String name, int... shape) {
        shapes.put("param." + name, shape);
        return this;
    }

    private GoldenParameters place(Place place, int... shape) {
        places.add(place);
        shapes.put(place.tensor, shape);
        return this;
    }

    private Slot slot(String name) {
        for (Slot slot : table.slots()) {
            if (slot.name().equals(name)) {
                return slot;
            }
        }
        throw new IllegalStateException("no slot " + name);
    }

    /** Throws {@code IllegalArgumentException} if a golden tensor has another shape. */
    void requireShapes(SafetensorsFile file) {
        shapes.forEach((tensor, shape) -> {
            long[] found = file.shape(tensor);
            if (!Arrays.equals(found, Arrays.stream(shape).asLongStream().toArray())) {
                throw new IllegalArgumentException(tensor + " of shape " + Arrays.toString(found)
                        + ", expected " + Arrays.toString(shape));
            }
        });
    }

    void load(SafetensorsFile file, Parameters p) {
        for (Place place : places) {
            float[] golden = file.floats(place.tensor);
            Slot slot = place.slot;
            for (int i = 0; i < slot.rows(); i++) {
                for (int j = 0; j < slot.cols(); j++) {
                    p.values()[slot.offset() + i * slot.cols() + j] += golden[place.golden(i, j)];
                }
            }
        }
        p.changed();
    }

    /** The gradients of each golden tensor in its order. */
    Map<String, float[]> gradients(Parameters p) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        shapes.forEach((tensor, shape) -> gradients.put(tensor, new float[Folding.size(shape)]));
        for (Place place : places) {
            Slot slot = place.slot;
            float[] g = gradients.get(place.tensor);
            for (int i = 0; i < slot.rows(); i++) {
                for (int j = 0; j < slot.cols(); j++) {
                    g[place.golden(i, j)] = p.gradients()[slot.offset() + i * slot.cols() + j];
                }
            }
        }
        return gradients;
    }
}

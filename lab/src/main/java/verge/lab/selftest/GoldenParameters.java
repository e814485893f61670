package verge.lab.selftest;

import java.util.ArrayList;
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
    private record Place(Slot slot, String tensor, int from, boolean transposed) {
        /** Index in the golden tensor of element (i, j) of the slot. */
        int golden(int i, int j) {
            return from + (transposed ? j * slot.rows() + i : i * slot.cols() + j);
        }
    }

    private final ParameterTable table;
    private final List<Place> places = new ArrayList<>();

    GoldenParameters(ParameterTable table) {
        this.table = table;
    }

    /** A weight [inputs, outputs] or bias [1, outputs] from {@code param.NAME}. */
    GoldenParameters weight(String slot, String name) {
        return weight(slot, name, 0);
    }

    /** As the other, from rows of the golden tensor on. */
    GoldenParameters weight(String slot, String name, int firstRow) {
        Slot s = slot(slot);
        places.add(new Place(s, "param." + name, firstRow * s.rows(), true));
        return this;
    }

    /** A matrix that lies in the slot as in the file. */
    GoldenParameters straight(String slot, String name) {
        places.add(new Place(slot(slot), "param." + name, 0, false));
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

    void load(SafetensorsFile file, Parameters p) {
        for (Place place : places) {
            float[] golden = file.floats(place.tensor);
            Slot slot = place.slot;
            if (place.from + slot.size() > golden.length) {
                throw new IllegalArgumentException(place.tensor + ": " + golden.length
                        + " elements, too few for " + slot);
            }
            for (int i = 0; i < slot.rows(); i++) {
                for (int j = 0; j < slot.cols(); j++) {
                    p.values()[slot.offset() + i * slot.cols() + j] += golden[place.golden(i, j)];
                }
            }
        }
        p.changed();
    }

    /** Puts gradients into the order of the golden ones. */
    void gradients(SafetensorsFile file, Parameters p, Map<String, float[]> results) {
        for (Place place : places) {
            Slot slot = place.slot;
            float[] g = results.computeIfAbsent("grad64." + place.tensor,
                    name -> new float[file.floats(place.tensor).length]);
            for (int i = 0; i < slot.rows(); i++) {
                for (int j = 0; j < slot.cols(); j++) {
                    g[place.golden(i, j)] = p.gradients()[slot.offset() + i * slot.cols() + j];
                }
            }
        }
    }
}

package verge.autodiff.kernel;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The width of the vector twin, as constants: species that are parameters box. */
final class Lanes {

    static final VectorSpecies<Float> S = KernelOptions.vectorBits() == 0
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_PREFERRED.withShape(
                    VectorShape.forBitSize(KernelOptions.vectorBits()));
    static final VectorSpecies<Integer> I = S.withLanes(int.class);
    static final int L = S.length();

    /** Vector registers: 32 on ARM and where there are vectors of 512 bits, at any width used. */
    static final int REGISTERS =
            FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512
            || System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64")
            ? 32 : 16;

    /**
     * Packed matrices. With 32 registers, 4 x 4 accumulators are the fastest tile (6 x 4, 8 x 3,
     * 12 x 2 and others were tried); with 16, 6 x 2 fit.
     */
    static final Panels PANELS = new Panels(L, REGISTERS >= 32 ? 4 : 2);

    private Lanes() {}
}

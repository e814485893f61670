package verge.autodiff.kernel;

/**
 * How packed matrices [k, n] lie in memory: in panels of {@code wide}, 2 and 1 vectors of columns,
 * as many of the wide ones as fit; row p of a panel is contiguous, and the panel of column j begins
 * at j k. The last vector is padded with zeros, so that edges need no masks.
 *
 * @param lanes floats in a vector, a power of two
 * @param wide vectors in a wide panel, 2 or more
 */
record Panels(int lanes, int wide) {

    /** Floats of a packed matrix [k, n]. */
    int floats(int k, int n) {
        return k * ((n + lanes - 1) / lanes) * lanes;
    }

    /** Columns of the panel that begins at column j, with the padding. */
    int width(int n, int j) {
        int vectors = (n - j + lanes - 1) / lanes;
        return (vectors >= wide ? wide : vectors >= 2 ? 2 : 1) * lanes;
    }

    /** Packs a matrix, as {@link Kernels#pack}. */
    void pack(int k, int n, float[] b, int bo, int rowStep, int columnStep, float[] packed,
            int po) {
        for (int j = 0, width; j < n; j += width) {
            width = width(n, j);
            panel(k, Math.min(width, n - j), width, b, bo + j * columnStep, rowStep, columnStep,
                    packed, po + j * k);
        }
    }

    /** Packs one panel of so many columns, the rest of its width being zeros. */
    static void panel(int k, int columns, int width, float[] b, int from, int rowStep,
            int columnStep, float[] packed, int to) {
        if (columnStep == 1) {
            rows(k, columns, width, b, from, rowStep, packed, to);
        } else {
            columns(k, columns, width, b, from, rowStep, columnStep, packed, to);
        }
    }

    private static void rows(int k, int columns, int width, float[] b, int from, int rowStep,
            float[] packed, int to) {
        for (int p = 0, q = from, r = to; p < k; p++, q += rowStep, r += width) {
            System.arraycopy(b, q, packed, r, columns);
            for (int j = columns; j < width; j++) {
                packed[r + j] = 0f;
            }
        }
    }

    private static void columns(int k, int columns, int width, float[] b, int from, int rowStep,
            int columnStep, float[] packed, int to) {
        for (int j = 0; j < width; j++) {
            int q = from + j * columnStep;
            for (int p = 0, r = to + j; p < k; p++, q += rowStep, r += width) {
                packed[r] = j < columns ? b[q] : 0f;
            }
        }
    }
}

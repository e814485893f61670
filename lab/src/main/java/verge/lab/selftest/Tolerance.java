package verge.lab.selftest;

/**
 * How far a float may lie from a golden number.
 *
 * @param absolute for small numbers
 * @param relative of the golden number's size
 */
record Tolerance(double absolute, double relative) {
    /**
     * Whether a number passes: NaN for NaN, the same infinity where the golden number is one or
     * rounds to one in float, elsewhere finite and within absolute + relative |golden|.
     */
    boolean accepts(float actual, double golden) {
        if (Double.isNaN(golden)) {
            return Float.isNaN(actual);
        }
        if (Float.isInfinite((float) golden)) {
            return actual == (float) golden;
        }
        return Float.isFinite(actual)
                && Math.abs(actual - golden) <= absolute + relative * Math.abs(golden);
    }
}

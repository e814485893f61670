package verge.autodiff;

/**
 * A number and its derivatives in some directions, in double: forward-mode differentiation, which
 * shares nothing with the tape. Immutable.
 */
final class Dual {

    final double value;
    /** The derivatives; missing ones at the end are 0. */
    private final double[] slopes;

    private Dual(double value, double[] slopes) {
        this.value = value;
        this.slopes = slopes;
    }

    static Dual constant(double value) {
        return new Dual(value, new double[0]);
    }

    /** A variable that is a direction itself. */
    static Dual variable(double value, int direction) {
        double[] slopes = new double[direction + 1];
        slopes[direction] = 1;
        return new Dual(value, slopes);
    }

    double slope(int direction) {
        return direction < slopes.length ? slopes[direction] : 0;
    }

    /** f(this, y) from its value and its two slopes. */
    private Dual combine(Dual y, double result, double left, double right) {
        double[] sum = new double[Math.max(slopes.length, y.slopes.length)];
        for (int i = 0; i < slopes.length; i++) {
            sum[i] = left * slopes[i];
        }
        for (int i = 0; i < y.slopes.length; i++) {
            sum[i] += right * y.slopes[i];
        }
        return new Dual(result, sum);
    }

    /** f(this) from its value and its slope. */
    Dual map(double result, double slope) {
        double[] scaled = new double[slopes.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = slope * slopes[i];
        }
        return new Dual(result, scaled);
    }

    Dual plus(Dual y) {
        return combine(y, value + y.value, 1, 1);
    }

    Dual minus(Dual y) {
        return combine(y, value - y.value, 1, -1);
    }

    Dual times(Dual y) {
        return combine(y, value * y.value, y.value, value);
    }

    Dual over(Dual y) {
        return combine(y, value / y.value, 1 / y.value, -value / (y.value * y.value));
    }

    Dual scale(double c) {
        return map(c * value, c);
    }

    Dual shift(double c) {
        return map(value + c, 1);
    }

    Dual exp() {
        double e = StrictMath.exp(value);
        return map(e, e);
    }

    Dual log() {
        return map(StrictMath.log(value), 1 / value);
    }

    Dual sqrt() {
        double root = StrictMath.sqrt(value);
        return map(root, 0.5 / root);
    }

    Dual tanh() {
        double t = StrictMath.tanh(value);
        return map(t, 1 - t * t);
    }

    Dual sigmoid() {
        double s = 1 / (1 + StrictMath.exp(-value));
        return map(s, s * (1 - s));
    }

    /** The error function by its power series, for arguments of a few units. */
    Dual erf() {
        double term = value;
        double sum = value;
        for (int n = 1; n < 120; n++) {
            term *= -value * value / n;
            sum += term / (2 * n + 1);
        }
        double c = 2 / StrictMath.sqrt(StrictMath.PI);
        return map(c * sum, c * StrictMath.exp(-value * value));
    }
}

package verge.autodiff.kernel;

/**
 * Functions that both kernel twins take from here, one element at a time: computed in double from
 * arithmetic and {@code StrictMath}, whose bits are the same on every JVM, and rounded once. All
 * propagate NaN, do not flush subnormal numbers and allocate nothing. Each method has its formula;
 * expm1, sin and cos are Taylor series behind a reduction as in Cody and Waite 1980, erf (Abramowitz
 * and Stegun 1964, Eq. 7.1.1) is a Chebyshev fit.
 */
public final class SpecialFunctions {

    /** erf(x) / x in powers of x^2 - 1/2 for |x| up to 1: a Chebyshev fit, off by at most 1e-12. */
    private static final double[] ERF_NEAR = {
        0.9654687386698856, -0.2810721780310589, 0.07940998675234215, -0.018283885255619522,
        0.003480274611656152, -5.611783901782965e-4, 7.829520759743564e-5,
        -9.673590302081301e-6, 1.0595271140144284e-6};

    /** erf(x) in powers of x - 5/2 for x from 1 to 4: likewise, off by at most 2e-11. */
    private static final double[] ERF_FAR = {
        0.9995930479757186, 0.0021782841998210416, -0.0054457099657639185, 0.00835009026462394,
        -0.00862238406845005, 0.006117343620320293, -0.0027984387265275533,
        5.424216612809075e-4, 2.6052056756404755e-4, -2.502950385782149e-4,
        7.905172656021974e-5, 5.126703995259872e-6, -1.43357713683729e-5,
        4.721333346607076e-6, 3.435990394695265e-7, -6.709638137816264e-7,
        1.167748200462577e-7, 3.342898533289227e-8, -1.042002981495802e-8};

    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double INVERSE_SQRT_TWO_PI = 0.3989422804014327;
    private static final double TWO_OVER_PI = 0.6366197723675814;
    /** pi / 2 in three parts; multiples of the first two are exact up to {@link #FAR}. */
    private static final double HALF_PI_1 = 1.570796325802803;
    private static final double HALF_PI_2 = 9.920935791635221e-10;
    private static final double HALF_PI_3 = 5.170182981794105e-19;
    /** Beyond this, the reduction is left to {@code StrictMath}. */
    private static final double FAR = 1e6;

    /** ln 2 in two parts; multiples of the first up to 2^16 are exact. */
    private static final double LN2_1 = 0.6931471805582987;
    private static final double LN2_2 = 1.6465949582897082e-12;
    private static final double LOG2_E = 1.4426950408889634;
    /** Added and taken away again, it rounds to an integer. */
    private static final double ROUND = 6755399441055744.0;
    /** 1 / n! from 2 to 13: the series of e^r - 1 to 1e-17 for |r| up to ln 2 / 2. */
    private static final double[] FACTORIALS = {
        1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0,
        1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0,
        1.0 / 6227020800.0};
    /** Bits of a double beyond a float, the middle of their range, and what is too near to it. */
    private static final long BEYOND = (1L << 29) - 1;
    private static final long MIDDLE = 1L << 28;
    private static final long NEAR = 64;

    private SpecialFunctions() {}

    /** Returns log(1 + x). */
    public static float log1p(float x) {
        return (float) StrictMath.log1p(x);
    }

    /**
     * Returns e^x - 1, with the bits of {@code (float) StrictMath.expm1(x)}, which is a native call
     * on some JVMs: from e^x - 1 = s (e^r - 1) + (s - 1) with s = 2^k and r = x - k ln 2, off by a
     * few units of a double's last place. Where that could decide to which side the float is
     * rounded, the other is asked.
     */
    public static float expm1(float x) {
        float size = Math.abs(x);
        if (!(size <= 20f)) {
            return (float) StrictMath.expm1(x);
        }
        if (size < 0x1p-25f) {
            return x;                                   // x^2 / 2 is less than half its last place
        }
        double k = x * LOG2_E + ROUND - ROUND;
        double r = x - k * LN2_1 - k * LN2_2;
        double p = r + r * r * polynomial(FACTORIALS, r);
        double s = Double.longBitsToDouble((long) k + 1023 << 52);
        double y = s * p + (s - 1.0);
        long beyond = Double.doubleToRawLongBits(y) & BEYOND;
        return Math.abs(beyond - MIDDLE) < NEAR ? (float) StrictMath.expm1(x) : (float) y;
    }

    /** Returns log(1 + e^x) as max(x, 0) + log(1 + e^-|x|), without a linear threshold. */
    public static float softplus(float x) {
        return (float) (Math.max(x, 0f) + StrictMath.log1p(StrictMath.exp(-Math.abs((double) x))));
    }

    /** Returns the error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    public static float erf(float x) {
        return (float) erf((double) x);
    }

    private static double erf(double x) {
        double t = Math.abs(x);
        if (t <= 1.0) {
            return x * polynomial(ERF_NEAR, x * x - 0.5);
        }
        if (t < 4.0) {
            return Math.copySign(polynomial(ERF_FAR, t - 2.5), x);
        }
        return Double.isNaN(x) ? x : Math.copySign(1.0, x);
    }

    /** Returns x Phi(x), Phi(x) = (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel 2016). */
    public static float gelu(float x) {
        double phi = 0.5 * (1.0 + erf(x * SQRT_HALF));
        return phi == 0.0 ? -0f : (float) (x * phi);
    }

    /** Returns the derivative of {@link #gelu}: Phi(x) + x e^(-x^2 / 2) / sqrt(2 pi). */
    public static float geluSlope(float x) {
        double phi = 0.5 * (1.0 + erf(x * SQRT_HALF));
        double density = INVERSE_SQRT_TWO_PI * StrictMath.exp(-0.5 * x * x);
        return (float) (density == 0.0 ? phi : phi + x * density);
    }

    private static double polynomial(double[] c, double x) {
        double y = c[c.length - 1];
        for (int i = c.length - 2; i >= 0; i--) {
            y = y * x + c[i];
        }
        return y;
    }

    /** Returns the sine of x in radians. */
    public static float sin(float x) {
        return Math.abs(x) < FAR ? quarter(x, 0) : (float) StrictMath.sin(x);
    }

    /** Returns the cosine of x in radians. */
    public static float cos(float x) {
        return Math.abs(x) < FAR ? quarter(x, 1) : (float) StrictMath.cos(x);
    }

    /** sin(x + shift pi / 2), from the multiple of pi / 2 nearest to x. */
    private static float quarter(double x, int shift) {
        double n = Math.rint(x * TWO_OVER_PI);
        double r = ((x - n * HALF_PI_1) - n * HALF_PI_2) - n * HALF_PI_3;
        int turn = (int) n + shift & 3;
        double y = (turn & 1) == 0 ? sine(r) : cosine(r);
        return (float) (turn < 2 ? y : -y);
    }

    /** Taylor series on [-pi / 4, pi / 4], off by less than 1e-11 of the value. */
    private static double sine(double r) {
        double t = r * r;
        return r + r * t * (-1.0 / 6 + t * (1.0 / 120 + t * (-1.0 / 5040 + t * (1.0 / 362880
                + t * (-1.0 / 39916800)))));
    }

    private static double cosine(double r) {
        double t = r * r;
        return 1 - t * (0.5 - t * (1.0 / 24 - t * (1.0 / 720 - t * (1.0 / 40320
                - t * (1.0 / 3628800 - t / 479001600)))));
    }
}

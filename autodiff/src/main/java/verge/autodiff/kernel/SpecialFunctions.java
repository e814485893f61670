package verge.autodiff.kernel;

/**
 * Functions that both kernel twins take from here, one element at a time: computed in double from
 * arithmetic and {@code StrictMath}, whose bits are the same on every JVM, and rounded once. All
 * propagate NaN, do not flush subnormal numbers and allocate nothing. Each method has its formula;
 * sin and cos are Taylor series behind a reduction as in Cody and Waite 1980, erf (Abramowitz
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

    private SpecialFunctions() {}

    /** Returns log(1 + x). */
    public static float log1p(float x) {
        return (float) StrictMath.log1p(x);
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

package verge.autodiff.kernel;

/**
 * Scalar float functions whose bits are the same on every JVM: the formulas that both kernel twins
 * follow. Only multiplication, addition, division, fused multiply-add and bit operations are used;
 * {@code java.lang.Math}'s transcendental functions differ between JDKs and are not.
 *
 * <p>Arguments are reduced as in Cody and Waite 1980, by ln 2 in two parts: e^x = 2^n e^r with
 * x = n ln 2 + r, log x = n ln 2 + log m with x = 2^n m. The polynomials of both are those of Moshier's
 * Cephes library in single precision. fma is IEEE 754-2019's fusedMultiplyAdd (section 5.4.1).
 * Quotients are corrected by their remainder (Markstein 1990), sums by what they lost (Dekker 1971).
 *
 * <p>All methods propagate NaN, do not flush subnormal numbers and allocate nothing.
 */
public final class FloatMath {

    static final float LOG2_E = 1.44269504f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5 * 2^23: adding it rounds a small float to the nearest integer, kept in its low bits. */
    static final float ROUND = 12582912f;
    static final int ROUND_BITS = 0x4B400000;
    /** Outside these, exp is 0 or infinite in float. */
    static final float EXP_LOW = -104f;
    static final float EXP_HIGH = 89f;

    /** Minimax polynomial of (e^r - 1 - r) / r^2 on [-ln 2 / 2, ln 2 / 2], highest power first. */
    static final float E5 = 1.9875691500e-4f;
    static final float E4 = 1.3981999507e-3f;
    static final float E3 = 8.3334519073e-3f;
    static final float E2 = 4.1665795894e-2f;
    static final float E1 = 1.6666665459e-1f;
    static final float E0 = 5.0000001201e-1f;

    /** Polynomial of (log(1 + m) - m + m^2 / 2) / m^3 on [sqrt(1/2) - 1, sqrt(2) - 1], likewise. */
    static final float L8 = 7.0376836292e-2f;
    static final float L7 = -1.1514610310e-1f;
    static final float L6 = 1.1676998740e-1f;
    static final float L5 = -1.2420140846e-1f;
    static final float L4 = 1.4249322787e-1f;
    static final float L3 = -1.6668057665e-1f;
    static final float L2 = 2.0000714765e-1f;
    static final float L1 = -2.4999993993e-1f;
    static final float L0 = 3.3333331174e-1f;
    static final int ROOT_HALF_BITS = 0x3F3504F3;
    /** 2^25, which makes subnormal numbers normal; and its exponent. */
    static final float RAISE = 0x1p25f;
    static final int RAISE_EXPONENT = 25;

    /** Below this, e^t - 1 is -1 in float. */
    static final float EXPM1_LOW = -40f;
    /** Its product with any x that is not tiny lies beyond 1 on x's side. */
    static final float HUGE = 3e38f;

    private FloatMath() {}

    /** Returns a * b + c, rounded once: the instruction, or the same bits without it. */
    public static float fma(float a, float b, float c) {
        return FusedMultiplyAdd.IN_HARDWARE ? platformFma(a, b, c)
                : FusedMultiplyAdd.emulate(a, b, c);
    }

    /** The one place of {@code Math.fma}. */
    static float platformFma(float a, float b, float c) {
        return Math.fma(a, b, c);
    }

    /** Returns e^x: 2^n e^r with n the integer nearest to x / ln 2. */
    public static float exp(float x) {
        float t = Math.min(Math.max(x, EXP_LOW), EXP_HIGH);
        float rounded = fma(t, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, t));
        float p = fma(fma(fma(fma(fma(E5, r, E4), r, E3), r, E2), r, E1), r, E0);
        float one = 1f + r;                             // what it loses of r is added back below
        float y = one + fma(p, r * r, r - (one - 1f));
        int power = Float.floatToRawIntBits(rounded) - ROUND_BITS;
        int half = power >> 1;                          // two factors: 2^n alone may not be a float
        return y * powerOfTwo(half) * powerOfTwo(power - half);
    }

    private static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }

    /**
     * Returns the hyperbolic tangent of x: |tanh x| = -E / (E + 2) with E = e^-2|x| - 1, which
     * 2^n (e^r - 1) + (2^n - 1) gives without cancellation.
     */
    public static float tanh(float x) {
        float t = Math.max(Math.abs(x) * -2f, EXPM1_LOW);
        float rounded = fma(t, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, t));
        float p = fma(fma(fma(fma(fma(E5, r, E4), r, E3), r, E2), r, E1), r, E0);
        float q = fma(p, r * r, r);
        float s = powerOfTwo(Float.floatToRawIntBits(rounded) - ROUND_BITS);
        float e = fma(q, s, s - 1f);
        return Math.copySign(quotient(e, e, 2f), x);
    }

    /**
     * Returns e^x - 1 as 2^n (e^r - 1) + (2^n - 1), without cancellation. 2^128 is no float, hence
     * the last factor.
     */
    public static float expm1(float x) {
        float t = Math.min(Math.max(x, EXPM1_LOW), EXP_HIGH);
        float rounded = fma(t, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, t));
        float p = fma(fma(fma(fma(fma(E5, r, E4), r, E3), r, E2), r, E1), r, E0);
        float q = fma(p, r * r, r);
        int power = Float.floatToRawIntBits(rounded) - ROUND_BITS;
        int most = Math.min(power, 127);
        float s = powerOfTwo(most);
        float e = fma(q, s, s - 1f) * powerOfTwo(power - most);
        return Math.copySign(e, x);                     // q has lost the sign of a zero
    }

    /**
     * Returns 1 / (1 + e^-x) as m / (1 + e) with e = e^-|x| and m = e for negative x, 1 for others;
     * max(e, min(huge x, 1)) is that m without a branch.
     */
    public static float sigmoid(float x) {
        float e = exp(Math.abs(x) * -1f);
        float m = Math.max(e, Math.min(x * HUGE, 1f));
        return quotient(m, e, 1f);
    }

    /**
     * Returns m / (e + c), corrected once by what e + c lost to rounding and by what the quotient
     * itself did.
     */
    private static float quotient(float m, float e, float c) {
        float d = e + c;
        float lost = e - (d - c);
        float inverse = 1f / d;
        float q = m * inverse;
        return fma(fma(-q, lost, fma(-q, d, m)), inverse, q);
    }

    /** Returns the natural logarithm of x: n ln 2 + log(m) with m in [sqrt(1/2), sqrt(2)). */
    public static float log(float x) {
        if (!(x > 0f)) {
            return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * RAISE : x);
        int exponent = (bits - ROOT_HALF_BITS) >> 23;
        int n = exponent - (subnormal ? RAISE_EXPONENT : 0);
        float m = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float z = m * m;
        float p = fma(fma(fma(fma(L8, m, L7), m, L6), m, L5), m, L4);
        p = fma(fma(fma(fma(p, m, L3), m, L2), m, L1), m, L0);
        float y = fma(p * z, m, n * LN2_LOW);
        y = fma(-0.5f, z, y);
        return fma(n, LN2_HIGH, m + y);
    }

    /** Folds the sixteen lanes of a reduction in the order 8-4-2-1. */
    static float fold(float s0, float s1, float s2, float s3, float s4, float s5, float s6,
            float s7, float s8, float s9, float s10, float s11, float s12, float s13, float s14,
            float s15) {
        float t0 = (s0 + s8) + (s4 + s12);
        float t1 = (s1 + s9) + (s5 + s13);
        float t2 = (s2 + s10) + (s6 + s14);
        float t3 = (s3 + s11) + (s7 + s15);
        return (t0 + t2) + (t1 + t3);
    }
}

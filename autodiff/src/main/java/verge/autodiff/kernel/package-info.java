/**
 * Kernels on flat float arrays: a scalar and a vector twin, equal in every bit, and the provider
 * that chooses between them once per process.
 *
 * <p>The contract both twins obey: an element of a matrix product accumulates
 * {@code fma(a, b, acc)} over k = 0..K-1 in order, starting from C; every other reduction puts
 * element i into lane i mod 16, lanes start at +0 and are folded 8-4-2-1; element-wise functions
 * are one formula each ({@link verge.autodiff.kernel.FloatMath}).
 */
package verge.autodiff.kernel;

/**
 * Reverse-mode automatic differentiation on two-dimensional float tensors.
 *
 * <p>A {@link verge.autodiff.Tape} records what is computed; {@link verge.autodiff.Tensor} is a
 * handle on one recorded value; {@link verge.autodiff.Parameters} are the flat arrays a network is
 * made of. A tape belongs to one thread and allocates nothing once it has seen its largest step.
 */
package verge.autodiff;

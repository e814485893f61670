/**
 * Neural layers, optimisers, initialisers and checkpoints.
 *
 * <p>A layer adds its slots to a {@link verge.autodiff.ParameterTable} when it is made, holds
 * their places and nothing else, and takes the {@link verge.autodiff.Parameters} as an argument,
 * so that one layer serves a network, its target copy and its adapted copies. Weights are
 * [inputs, outputs] and rows are samples: y = x W + b.
 */
package verge.nn;

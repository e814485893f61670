/**
 * What the methods over task graphs share: the seq2seq network, sampling of plans, PPO on them,
 * adaptation to a set of graphs and its evaluation.
 */
package verge.algorithms.dag;

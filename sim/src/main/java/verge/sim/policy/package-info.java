/**
 * Policies that need no learning: fixed and random ones, the heuristics that the papers compare
 * with, planners that know more than any user does, and exact optima.
 */
package verge.sim.policy;

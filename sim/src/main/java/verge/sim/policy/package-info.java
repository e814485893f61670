/**
 * Policies that need no learning: fixed and random ones, the heuristics that the papers compare with,
 * TPDS 2021, section 5) compares with, and the exact optimum.
 */
package verge.sim.policy;

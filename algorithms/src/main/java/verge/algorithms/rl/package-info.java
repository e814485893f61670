/** What several methods share: returns and advantages. */
package verge.algorithms.rl;

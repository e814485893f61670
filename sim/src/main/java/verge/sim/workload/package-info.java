/**
 * Where work comes from: task graphs read from files, and a generator of graphs of the same kind.
 */
package verge.sim.workload;

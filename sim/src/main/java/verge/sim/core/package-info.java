/**
 * What every simulation is made of: the queue of events, random streams that are the same on every JDK,
 * a digest of what happened, exact states, lines, rings and pools of whole numbers; and the task graph
 * with its schedule in both timing models. Depends on no other package of this project.
 */
package verge.sim.core;

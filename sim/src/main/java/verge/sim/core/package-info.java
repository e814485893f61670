/**
 * What every simulation is made of: the task graph and its scheduler in both timing models, random
 * streams that are the same on every JDK, and a digest of what happened. Depends on no other
 * package of this project.
 */
package verge.sim.core;

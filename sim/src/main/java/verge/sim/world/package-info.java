/**
 * Worlds that a policy acts in. A {@link verge.sim.world.World} runs to the next moment that needs
 * decisions, appends a row for each to {@link verge.sim.world.Decisions}, takes the choices back,
 * and reports {@link verge.sim.world.Outcomes} when they become known.
 */
package verge.sim.world;

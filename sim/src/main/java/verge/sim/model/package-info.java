/**
 * Parts that worlds are made of: path loss, fading, interference, rates, places and movements; servers
 * and transmit queues that serve one after another, share themselves equally, or hand out shares; energy.
 * They hold flat arrays, compute in double, and know no decisions.
 */
package verge.sim.model;

/**
 * Parts that worlds are made of: path loss, fading, interference, rates, places and movements. They
 * hold flat arrays, compute in double, and know no decisions.
 */
package verge.sim.model;

/**
 * Recorded episodes: their inputs are fed to a world's physics, and what comes out is printed or
 * compared with what was recorded.
 */
package verge.lab.replay;

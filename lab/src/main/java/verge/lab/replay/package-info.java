/** Recorded arrivals and actions, replayed and compared with what was recorded. */
package verge.lab.replay;

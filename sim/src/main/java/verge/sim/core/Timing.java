package verge.sim.core;

/**
 * The two timing models of MRLCO (Wang et al., TPDS 2021): the equations of the paper, and the
 * environment that produced the paper's tables. They differ in the task's weight in the rank
 * (Eq. 10), in when an offloaded task may start to upload (Eq. 5), and in the downlink (Eq. 6).
 */
public enum Timing {

    /**
     * What produced the published tables: an offloaded task waits for its parents' local or
     * <em>upload</em> finish only, a root's upload does not advance the uplink, and the downlink
     * is no queue.
     */
    RELEASED,

    /** Eqs. (4) to (8) and (10) as printed: every resource is a first-in-first-out queue. */
    PAPER
}

package verge.sim.model;

import verge.sim.core.RandomStream;

/**
 * How users move. An implementation belongs to one world; what it does may depend on the stream and
 * on time alone, never on decisions, so that a state is restored by moving anew.
 */
public interface Mobility {

    /** Nobody moves. */
    Mobility STATIC = new Mobility() {
        @Override
        public boolean moves() {
            return false;
        }

        @Override
        public void begin(RandomStream random, double sideMetres, double[] x, double[] y) {
        }

        @Override
        public void advance(RandomStream random, double seconds, double[] x, double[] y) {
        }
    };

    /** Whether positions change at all. */
    boolean moves();

    /**
     * Begins an episode with the users where the placement has put them.
     *
     * @param random     stream of the movements
     * @param sideMetres side of the square in which users may move, from the origin
     * @param x          metres, may be modified: {@code [users]}
     * @param y          metres, may be modified: {@code [users]}
     */
    void begin(RandomStream random, double sideMetres, double[] x, double[] y);

    /** Moves everyone by so many seconds; modifies the positions. */
    void advance(RandomStream random, double seconds, double[] x, double[] y);
}

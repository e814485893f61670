package verge.sim.model;

import verge.sim.core.RandomStream;

/** Where an episode's users and servers stand. */
public interface Placement {

    /** Side of the square, from the origin, that holds all of them, m. */
    double sideMetres();

    /**
     * Writes all positions; their number is the arrays' length.
     *
     * @param random  stream of the places
     * @param userX   metres: {@code [users]}
     * @param userY   metres: {@code [users]}
     * @param serverX metres: {@code [servers]}
     * @param serverY metres: {@code [servers]}
     */
    void place(RandomStream random, double[] userX, double[] userY,
            double[] serverX, double[] serverY);
}

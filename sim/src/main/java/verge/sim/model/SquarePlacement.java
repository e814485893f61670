package verge.sim.model;

import verge.sim.core.RandomStream;

/**
 * Users anywhere in a square, servers in rows: with N servers {@code ceil(sqrt N)} columns, as many
 * rows as these need, and the servers spread over the rows as evenly as they go, longer rows first.
 */
public final class SquarePlacement implements Placement {

    private final double side;

    /**
     * @param sideMetres side of the square
     * @throws IllegalArgumentException where it is not finite and above 0
     */
    public SquarePlacement(double sideMetres) {
        if (!(sideMetres > 0 && sideMetres < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no side of a square");
        }
        side = sideMetres;
    }

    @Override
    public double sideMetres() {
        return side;
    }

    @Override
    public void place(RandomStream random, double[] userX, double[] userY,
            double[] serverX, double[] serverY) {
        for (int u = 0; u < userX.length; u++) {
            userX[u] = side * random.nextDouble();
            userY[u] = side * random.nextDouble();
        }
        int servers = serverX.length;
        int columns = (int) Math.ceil(Math.sqrt(servers));
        int rows = (servers + columns - 1) / columns;
        int s = 0;
        for (int row = 0; row < rows; row++) {
            int inRow = (servers - s + rows - row - 1) / (rows - row);
            for (int c = 0; c < inRow; c++) {
                serverX[s] = (c + 0.5) / inRow * side;
                serverY[s] = (row + 0.5) / rows * side;
                s++;
            }
        }
    }
}

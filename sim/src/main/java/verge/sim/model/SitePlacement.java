package verge.sim.model;

import java.util.Arrays;
import verge.sim.core.RandomStream;

/**
 * Places from lists, such as real base stations and the positions of real users: each episode draws
 * as many of either as it needs, none twice, in random order. Where all are needed they keep their
 * order.
 */
public final class SitePlacement implements Placement {

    private final double[] userSiteX;
    private final double[] userSiteY;
    private final double[] serverSiteX;
    private final double[] serverSiteY;
    private final int[] deck;
    private final double side;

    /**
     * Copies the lists, moved so that the least coordinates are 0.
     *
     * @throws IllegalArgumentException where lengths do not fit, a list is empty, or a coordinate
     *                                  is not finite
     */
    public SitePlacement(double[] userX, double[] userY, double[] serverX, double[] serverY) {
        if (userX.length == 0 || serverX.length == 0 || userX.length != userY.length
                || serverX.length != serverY.length) {
            throw new IllegalArgumentException("no lists of places");
        }
        double left = Math.min(least(userX), least(serverX));
        double bottom = Math.min(least(userY), least(serverY));
        userSiteX = moved(userX, left);
        userSiteY = moved(userY, bottom);
        serverSiteX = moved(serverX, left);
        serverSiteY = moved(serverY, bottom);
        side = Math.max(Math.max(most(userSiteX), most(userSiteY)),
                Math.max(most(serverSiteX), most(serverSiteY)));
        if (!(side < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a coordinate is not finite");
        }
        deck = new int[Math.max(userX.length, serverX.length)];
    }

    private static double least(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double most(double[] values) {
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static double[] moved(double[] values, double origin) {
        double[] moved = new double[values.length];
        Arrays.setAll(moved, i -> values[i] - origin);
        return moved;
    }

    /** Places of users that there are. */
    public int users() {
        return userSiteX.length;
    }

    /** Places of servers that there are. */
    public int servers() {
        return serverSiteX.length;
    }

    @Override
    public double sideMetres() {
        return side;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where more are wanted than there are
     */
    @Override
    public void place(RandomStream random, double[] userX, double[] userY,
            double[] serverX, double[] serverY) {
        deal(random, userSiteX, userSiteY, userX, userY);
        deal(random, serverSiteX, serverSiteY, serverX, serverY);
    }

    private void deal(RandomStream random, double[] siteX, double[] siteY, double[] x, double[] y) {
        if (x.length > siteX.length) {
            throw new IllegalArgumentException(
                    "there are " + siteX.length + " places, " + x.length + " are wanted");
        }
        for (int i = 0; i < siteX.length; i++) {
            deck[i] = i;
        }
        for (int i = 0; i < x.length; i++) {
            if (x.length < siteX.length) {                  // Fisher and Yates, as far as needed
                int other = i + random.nextInt(siteX.length - i);
                int drawn = deck[other];
                deck[other] = deck[i];
                deck[i] = drawn;
            }
            x[i] = siteX[deck[i]];
            y[i] = siteY[deck[i]];
        }
    }
}

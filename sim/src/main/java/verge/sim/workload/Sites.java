package verge.sim.workload;

/**
 * Places on the earth.
 *
 * @param latitude  degrees north: {@code [sites]}
 * @param longitude degrees east: {@code [sites]}
 */
public record Sites(double[] latitude, double[] longitude) {

    /** Mean radius of the earth (IUGG), m. */
    private static final double EARTH_METRES = 6_371_008.8;

    /** @throws IllegalArgumentException where lengths differ */
    public Sites {
        if (latitude.length != longitude.length) {
            throw new IllegalArgumentException("latitudes and longitudes differ in number");
        }
    }

    /** How many there are. */
    public int size() {
        return latitude.length;
    }

    /**
     * Metres east of an origin, on the equirectangular map that is true to scale at the origin's
     * latitude: over a city, distances are off by less than a thousandth. Allocates.
     *
     * @return {@code [sites]}
     */
    public double[] eastMetres(double originLatitude, double originLongitude) {
        double scale = EARTH_METRES * StrictMath.cos(StrictMath.toRadians(originLatitude));
        double[] east = new double[size()];
        for (int i = 0; i < east.length; i++) {
            east[i] = scale * StrictMath.toRadians(longitude[i] - originLongitude);
        }
        return east;
    }

    /**
     * Metres north of an origin, on the same map. Allocates.
     *
     * @return {@code [sites]}
     */
    public double[] northMetres(double originLatitude) {
        double[] north = new double[size()];
        for (int i = 0; i < north.length; i++) {
            north[i] = EARTH_METRES * StrictMath.toRadians(latitude[i] - originLatitude);
        }
        return north;
    }
}

package verge.sim.model;

import verge.sim.core.RandomStream;

/**
 * Random waypoint mobility (Johnson and Maltz, 1996): each user walks straight to a point drawn
 * uniformly in the square, at a speed drawn anew, pauses, and draws the next.
 */
public final class RandomWaypoint implements Mobility {

    private final Range speed;
    private final double pauseSeconds;
    private final double[] goalX;       // [users] m
    private final double[] goalY;       // [users] m
    private final double[] pace;        // [users] m/s
    private final double[] pause;       // [users] s left to wait
    private double side;

    /**
     * @param users                number of users
     * @param speedMetresPerSecond drawn for each leg; its least is above 0, or legs would not end
     * @param pauseSeconds         at each point
     * @throws IllegalArgumentException where a speed may be 0, or the pause is no time
     */
    public RandomWaypoint(int users, Range speedMetresPerSecond, double pauseSeconds) {
        if (!(speedMetresPerSecond.low() > 0 && pauseSeconds >= 0
                && pauseSeconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("speeds must be above 0, pauses at least 0");
        }
        this.speed = speedMetresPerSecond;
        this.pauseSeconds = pauseSeconds;
        this.goalX = new double[users];
        this.goalY = new double[users];
        this.pace = new double[users];
        this.pause = new double[users];
    }

    @Override
    public boolean moves() {
        return true;
    }

    @Override
    public void begin(RandomStream random, double sideMetres, double[] x, double[] y) {
        side = sideMetres;
        for (int u = 0; u < x.length; u++) {
            pause[u] = 0;
            drawLeg(random, u);
        }
    }

    private void drawLeg(RandomStream random, int user) {
        goalX[user] = side * random.nextDouble();
        goalY[user] = side * random.nextDouble();
        pace[user] = speed.draw(random);
    }

    @Override
    public void advance(RandomStream random, double seconds, double[] x, double[] y) {
        for (int u = 0; u < x.length; u++) {
            double left = seconds;
            // A leg or a pause of no length is rare, yet two in a row must not loop for ever.
            for (int legs = 0; left > 0 && legs < 1000; legs++) {
                double waited = Math.min(pause[u], left);
                pause[u] -= waited;
                left -= waited;
                double dx = goalX[u] - x[u];
                double dy = goalY[u] - y[u];
                double distance = Math.sqrt(dx * dx + dy * dy);
                if (distance > pace[u] * left) {
                    x[u] += dx * (pace[u] * left / distance);
                    y[u] += dy * (pace[u] * left / distance);
                    left = 0;
                } else if (left > 0) {
                    left -= distance / pace[u];
                    x[u] = goalX[u];
                    y[u] = goalY[u];
                    pause[u] = pauseSeconds;
                    drawLeg(random, u);
                }
            }
        }
    }
}

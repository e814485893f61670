package verge.sim.model;

import verge.sim.core.RandomStream;

/**
 * Numbers drawn uniformly between two bounds.
 *
 * @param low  least
 * @param high upper bound, at least {@code low}; never drawn unless it is {@code low}
 */
public record Range(double low, double high) {

    /** @throws IllegalArgumentException where the bounds are not finite, negative, or swapped */
    public Range {
        if (!(low >= 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no range of finite numbers from 0 on");
        }
    }

    /** One number; uses one draw of the stream, whatever the bounds. */
    public double draw(RandomStream random) {
        return low + (high - low) * random.nextDouble();
    }
}

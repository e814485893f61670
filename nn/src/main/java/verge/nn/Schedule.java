package verge.nn;

/**
 * A number that depends on the step alone, value = f(step): a learning rate (Bengio 2012), or the
 * epsilon of an epsilon-greedy policy (Sutton and Barto 2018, section 2.2). Each method states its f.
 * Steps count from 0; schedules hold their last value after their end. The same bits on every JVM.
 *
 * <p>Methods throw {@code IllegalArgumentException} if a number of steps is not positive.
 */
@FunctionalInterface
public interface Schedule {

    /** Returns the value at a step. */
    double at(long step);

    /** The same value at every step. */
    static Schedule constant(double value) {
        return step -> value;
    }

    /** first + (last - first) step / steps: a straight line, {@code last} from step {@code steps} on. */
    static Schedule linear(double first, double last, long steps) {
        requireSteps(steps);
        return step -> step >= steps ? last : first + (last - first) * step / steps;
    }

    /** first * factor^(step / every), continuously, and never below {@code least}. */
    static Schedule exponential(double first, double factor, long every, double least) {
        requireSteps(every);
        return step -> Math.max(least, first * StrictMath.pow(factor, (double) step / every));
    }

    /** first * factor^k, k the number of times that {@code every} steps have passed. */
    static Schedule staircase(double first, double factor, long every) {
        requireSteps(every);
        return step -> first * StrictMath.pow(factor, step / every);
    }

    /**
     * Half a cosine from first to last over a number of steps (Loshchilov and Hutter 2017, Eq. 5):
     * last + (first - last) (1 + cos(pi step / steps)) / 2.
     */
    static Schedule cosine(double first, double last, long steps) {
        requireSteps(steps);
        return step -> step >= steps ? last
                : last + (first - last) * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
    }

    /**
     * Rises in a straight line from 0 over the first steps, then follows {@code after} from its step 0
     * (Goyal et al. 2017, section 2.2).
     */
    static Schedule warmUp(long steps, Schedule after) {
        requireSteps(steps);
        double full = after.at(0);
        return step -> step < steps ? full * step / steps : after.at(step - steps);
    }

    private static void requireSteps(long steps) {
        if (steps <= 0) {
            throw new IllegalArgumentException(steps + " steps: expected at least 1");
        }
    }
}

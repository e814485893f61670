package verge.nn;

/**
 * A number that depends on the step alone: a learning rate, or the epsilon of an epsilon-greedy
 * policy. Steps count from 0; schedules hold their last value after their end. The same bits on
 * every JVM.
 */
@FunctionalInterface
public interface Schedule {

    /** Returns the value at a step. */
    double at(long step);

    /** The same value at every step. */
    static Schedule constant(double value) {
        return step -> value;
    }

    /** In a straight line from {@code first} at step 0 to {@code last} at step {@code steps}. */
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

    /** Half a cosine from first to last over a number of steps (Loshchilov and Hutter 2017). */
    static Schedule cosine(double first, double last, long steps) {
        requireSteps(steps);
        return step -> step >= steps ? last
                : last + (first - last) * (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
    }

    /** Rises in a straight line from 0 over the first steps, then follows {@code after} from 0. */
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

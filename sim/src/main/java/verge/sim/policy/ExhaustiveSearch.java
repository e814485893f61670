package verge.sim.policy;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import verge.sim.core.WorldState;
import verge.sim.world.Decisions;
import verge.sim.world.Outcomes;
import verge.sim.world.World;

/**
 * The least cost, minus the sum of rewards, that any decisions of one episode reach: all of them
 * are tried, except where the cost so far is no less than the best known. Knows the future, so that
 * no policy can do better. For worlds whose rewards are never positive, and for a few decisions:
 * their number is in the exponent.
 */
public final class ExhaustiveSearch {

    private final World world;
    private final Outcomes known;
    private final List<Decisions> moments = new ArrayList<>();
    private final List<WorldState> states = new ArrayList<>();
    private final Long2IntOpenHashMap choices = new Long2IntOpenHashMap();     // the best, by id
    private double best;
    private long trials;
    private long mostTrials;

    /**
     * What was found.
     *
     * @param cost   the least
     * @param trials joint decisions of one moment that were tried
     * @param proved whether all were tried, so that no decisions cost less
     */
    public record Result(double cost, long trials, boolean proved) {
    }

    /** @param world alone in its batch; left somewhere in an episode */
    public ExhaustiveSearch(World world) {
        this.world = world;
        this.known = new Outcomes(world.spec().maxDecisions());
    }

    /**
     * Searches the episode of a seed.
     *
     * @param mostTrials when to give up
     * @throws IllegalStateException where a reward is positive
     */
    public Result run(long seed, long mostTrials) {
        this.mostTrials = mostTrials;
        best = Double.POSITIVE_INFINITY;
        choices.clear();
        trials = 0;
        world.reset(seed);
        world.save(state(0));
        boolean proved = search(0, 0);
        return new Result(best, trials, proved);
    }

    private boolean search(int depth, double cost) {
        restore(depth);
        Decisions now = moment(depth);
        if (!world.next(now)) {
            keep(depth, cost + drain());
            return true;
        }
        for (int row = 0; row < now.size(); row++) {
            now.choice()[row] = Long.numberOfTrailingZeros(now.legal()[row]);
        }
        boolean more = true;
        while (more) {
            if (++trials > mostTrials) {
                return false;
            }
            world.apply(now);
            double after = cost + drain();
            world.save(state(depth + 1));
            if (after < best && !search(depth + 1, after)) {
                return false;
            }
            more = advance(now);
            if (more) {
                restore(depth);
                rewind(now);
            }
        }
        return true;
    }

    private void keep(int moment, double cost) {
        if (cost < best) {
            best = cost;
            for (Decisions past : moments.subList(0, moment)) {
                for (int row = 0; row < past.size(); row++) {
                    choices.put(past.id()[row], past.choice()[row]);
                }
            }
        }
    }

    /**
     * A choice of the best episode found.
     *
     * @param id of a decision in the episode searched last; another one is answered with 0
     */
    public int choice(long id) {
        return choices.get(id);
    }

    /** Brings the world back to the moment whose rows are known, under the choices to be tried. */
    private void rewind(Decisions now) {
        int[] choice = now.choice().clone();
        now.clear();
        world.next(now);
        System.arraycopy(choice, 0, now.choice(), 0, now.size());
    }

    /** The next joint decision in the order of an odometer; false behind the last. */
    private static boolean advance(Decisions now) {
        for (int row = 0; row < now.size(); row++) {
            long later = now.legal()[row] & (-2L << now.choice()[row]);
            if (later != 0) {
                now.choice()[row] = Long.numberOfTrailingZeros(later);
                return true;
            }
            now.choice()[row] = Long.numberOfTrailingZeros(now.legal()[row]);
        }
        return false;
    }

    private void restore(int depth) {
        states.get(depth).rewind();
        world.restore(states.get(depth));
    }

    private double drain() {
        known.clear();
        world.drain(known);
        double cost = 0;
        for (int i = 0; i < known.size(); i++) {
            if (known.reward()[i] > 0) {
                throw new IllegalStateException("a reward is positive");
            }
            cost -= known.reward()[i];
        }
        return cost;
    }

    private Decisions moment(int depth) {
        if (depth == moments.size()) {
            moments.add(new Decisions(world.spec().maxRows(), world.spec().features()));
        }
        moments.get(depth).clear();
        return moments.get(depth);
    }

    private WorldState state(int depth) {
        if (depth == states.size()) {
            states.add(new WorldState());
        }
        states.get(depth).clear();
        return states.get(depth);
    }
}

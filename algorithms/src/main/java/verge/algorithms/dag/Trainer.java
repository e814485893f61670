package verge.algorithms.dag;

/** A learner over sets of graphs that goes iteration by iteration and can be stopped between two. */
public interface Trainer {

    /** Makes one iteration and counts it. Allocates nothing once all sizes have been seen. */
    void iterate();

    /** Returns the policy with its optimiser and counts, not a copy. */
    PolicyState state();
}

package verge.sim.policy;

import verge.sim.world.CooperativeChoices;

/**
 * A grid of actions of the cooperative world: every set of targets with every ratio and every pair
 * of shares; where there are no targets, a ratio means nothing and is left out. Immutable.
 */
public final class SplitGrid {

    private final int[] choice;
    private final float[] ratio;
    private final float[] computeShare;
    private final float[] bandwidthShare;

    /**
     * @param choices         sets of targets
     * @param ratios          how much is offloaded, each above 0 and up to 1
     * @param computeShares   each from 0 to 1
     * @param bandwidthShares each from 0 to 1
     */
    public SplitGrid(CooperativeChoices choices, float[] ratios, float[] computeShares,
            float[] bandwidthShares) {
        int stay = computeShares.length;
        int split = (choices.count() - 1) * ratios.length * computeShares.length
                * bandwidthShares.length;
        choice = new int[stay + split];
        ratio = new float[choice.length];
        computeShare = new float[choice.length];
        bandwidthShare = new float[choice.length];
        int next = 0;
        for (float share : computeShares) {
            set(next++, 0, 1, share, 1);
        }
        for (int c = 1; c < choices.count(); c++) {
            for (float part : ratios) {
                for (float share : computeShares) {
                    for (float band : bandwidthShares) {
                        set(next++, c, part, share, band);
                    }
                }
            }
        }
    }

    /** Quarters of the task, quarters and halves of a server, the whole of a link. */
    public static SplitGrid coarse(CooperativeChoices choices) {
        return new SplitGrid(choices, new float[] {0.25f, 0.5f, 0.75f, 1},
                new float[] {0.25f, 0.5f, 1}, new float[] {1});
    }

    private void set(int i, int set, float part, float share, float band) {
        choice[i] = set;
        ratio[i] = part;
        computeShare[i] = share;
        bandwidthShare[i] = band;
    }

    /** Number of actions. */
    public int size() {
        return choice.length;
    }

    /** The set of targets of an action. */
    public int choice(int action) {
        return choice[action];
    }

    /** How much it offloads. */
    public float ratio(int action) {
        return ratio[action];
    }

    /** Its share of what remains of servers. */
    public float computeShare(int action) {
        return computeShare[action];
    }

    /** Its share of what remains of links. */
    public float bandwidthShare(int action) {
        return bandwidthShare[action];
    }
}

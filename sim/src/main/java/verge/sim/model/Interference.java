package verge.sim.model;

/**
 * Signal to interference and noise of all uplinks of one slot (STAR, Qu et al., MobiSec 2025,
 * Eq. 1). Every sum adds positive terms alone, so that a strong signal does not cancel a weak
 * interference; work grows with transmitters times servers. One thread at a time; nothing is
 * allocated after construction.
 */
public final class Interference {

    /** Who disturbs an uplink. */
    public enum Scope {
        /** Everyone who transmits in the slot, whatever their own server (Eq. 1). */
        FULL,
        /** Those alone who transmit to the same server. */
        CELL
    }

    private final int servers;
    private final double[] outside;     // [servers] power received from users of other servers, W
    private final int[] cellOffset;     // [servers + 1] where each server's users begin in cell
    private final int[] cell;           // [users] transmitters grouped by server, ascending
    private final double[] received;    // [users] power at the own server, W, as in cell
    private final double[] behind;      // [users] sum of received behind each within its group

    /**
     * @param users   most transmitters
     * @param servers number of servers
     */
    public Interference(int users, int servers) {
        this.servers = servers;
        this.outside = new double[servers];
        this.cellOffset = new int[servers + 1];
        this.cell = new int[users];
        this.received = new double[users];
        this.behind = new double[users];
    }

    /**
     * Works out one slot.
     *
     * @param scope  who disturbs whom
     * @param target server of each user, negative where it does not transmit: {@code [users]}
     * @param power  transmission power of each user, W: {@code [users]}
     * @param gain   power gain of each link: {@code [users, servers]}
     * @param noise  noise power, W
     * @param sinr   is modified for those who transmit, and for no one else: {@code [users]}
     */
    public void sinr(Scope scope, int[] target, double[] power, double[] gain, double noise,
            double[] sinr) {
        group(target);
        java.util.Arrays.fill(outside, 0);
        if (scope == Scope.FULL) {
            for (int u = 0; u < target.length; u++) {
                if (target[u] >= 0) {
                    addOutside(power[u], gain, u * servers, target[u]);
                }
            }
        }
        for (int s = 0; s < servers; s++) {
            int first = cellOffset[s];
            int end = cellOffset[s + 1];
            double sum = 0;
            for (int i = end - 1; i >= first; i--) {
                behind[i] = sum;
                received[i] = power[cell[i]] * gain[cell[i] * servers + s];
                sum += received[i];
            }
            double before = outside[s];
            for (int i = first; i < end; i++) {
                sinr[cell[i]] = received[i] / (before + behind[i] + noise);          // Eq. (1)
                before += received[i];
            }
        }
    }

    /** One loop over all servers is the fast one; what the own server got is put back. */
    private void addOutside(double power, double[] gain, int row, int own) {
        double before = outside[own];
        for (int s = 0; s < servers; s++) {
            outside[s] += power * gain[row + s];
        }
        outside[own] = before;
    }

    private void group(int[] target) {
        java.util.Arrays.fill(cellOffset, 0);
        for (int s : target) {
            if (s >= 0) {
                cellOffset[s + 1]++;
            }
        }
        for (int s = 0; s < servers; s++) {
            cellOffset[s + 1] += cellOffset[s];
        }
        for (int u = target.length - 1; u >= 0; u--) {
            if (target[u] >= 0) {
                cell[--cellOffset[target[u] + 1]] = u;      // ends as the group's first place
            }
        }
        for (int s = 0; s < servers; s++) {
            cellOffset[s] = cellOffset[s + 1];
        }
        cellOffset[servers] = count(target);
    }

    private static int count(int[] target) {
        int count = 0;
        for (int s : target) {
            if (s >= 0) {
                count++;
            }
        }
        return count;
    }

    /** Where each server's transmitters of the last slot begin: {@code [servers + 1]}. */
    public int[] cellOffsets() {
        return cellOffset;
    }

    /** The transmitters of the last slot, grouped by server, ascending within: {@code [users]}. */
    public int[] cells() {
        return cell;
    }
}

package verge.sim.world;

import java.util.Arrays;

/**
 * Everything about the queues after a slot, in the terms of the published simulator's variables. A
 * missing number is NaN, a missing task -1.
 *
 * @param localLast       last slot that the device is planned to be busy in: {@code [devices]}
 * @param uplinkLast      last slot that the uplink is planned to be busy in: {@code [devices]}
 * @param backlogMbit     of each queue on a server: {@code [devices, servers]}
 * @param localRemainMbit what is left of the task on the device: {@code [devices]}
 * @param localBorn       when that task was born: {@code [devices]}
 * @param sendRemainMbit  what is left to send of the task on the uplink: {@code [devices]}
 * @param sendServer      where that task goes: {@code [devices]}
 * @param serverRemainMbit what is left of each queue's task in service: {@code [devices, servers]}
 * @param localQueue      tasks that wait for the device: {@code [devices]}
 * @param sendQueue       tasks that wait for the uplink: {@code [devices]}
 * @param serverQueue     tasks that wait behind the one in service: {@code [devices, servers]}
 */
public record QueueSnapshot(double[] localLast, double[] uplinkLast, double[] backlogMbit,
        double[] localRemainMbit, int[] localBorn, double[] sendRemainMbit, int[] sendServer,
        double[] serverRemainMbit, int[] localQueue, int[] sendQueue, int[] serverQueue) {

    /** All zeros, nothing in service. */
    static QueueSnapshot empty(int devices, int servers) {
        QueueSnapshot empty = new QueueSnapshot(new double[devices], new double[devices],
                new double[devices * servers], new double[devices], new int[devices],
                new double[devices], new int[devices], new double[devices * servers],
                new int[devices], new int[devices], new int[devices * servers]);
        Arrays.fill(empty.localRemainMbit, Double.NaN);
        Arrays.fill(empty.sendRemainMbit, Double.NaN);
        Arrays.fill(empty.serverRemainMbit, Double.NaN);
        Arrays.fill(empty.localBorn, -1);
        Arrays.fill(empty.sendServer, -1);
        return empty;
    }
}

package verge.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The faults of the published simulator, each by the smallest case that shows it: what that program
 * does, and what the equations say.
 */
class PublishedFaultsTest {

    private static final double[] NO_TASK = {0};
    private static final int[] LOCAL = {0};
    private static final int[] SEND = {1};

    /** A device of 1 Mbit per slot with an uplink of 1, and servers of 4 Mbit per slot. */
    private static SlottedQueues queues(QueueWorld.Mode mode, int deadline) {
        return QueueWorld.queues(new QueueConfig(1, 1, 40, 0, deadline, 0.1, new double[] {1},
                new double[] {4}, new double[] {1}, new double[] {1},
                QueueConfig.Discard.AT_DEADLINE, 1, -30), mode);
    }

    private static SlottedQueues published(int deadline) {
        return queues(QueueWorld.Mode.REFERENCE, deadline);
    }

    private static SlottedQueues repaired(int deadline) {
        return queues(QueueWorld.Mode.DEFAULT, deadline);
    }

    private static void idle(SlottedQueues queues, int slots) {
        for (int i = 0; i < slots; i++) {
            queues.run(NO_TASK, LOCAL);
        }
    }

    /** B1: a task of 3 slots leaves its device busy for 2 more; the program says for none. */
    @Test
    void waitForTheDeviceIsNotOverwritten() {
        SlottedQueues published = published(10);
        SlottedQueues repaired = repaired(10);
        published.run(new double[] {2.5}, LOCAL);
        repaired.run(new double[] {2.5}, LOCAL);
        assertThat(published.localWaitSlots(0)).isEqualTo(-1);
        assertThat(repaired.localWaitSlots(0)).isEqualTo(2);
        assertThat(repaired.uplinkWaitSlots(0)).isZero();
    }

    /** B1: the wait for the uplink is written where that for the device belongs. */
    @Test
    void waitForTheUplinkIsItsOwn() {
        SlottedQueues published = published(10);
        SlottedQueues repaired = repaired(10);
        published.run(new double[] {3.5}, SEND);
        repaired.run(new double[] {3.5}, SEND);
        assertThat(published.localWaitSlots(0)).isEqualTo(3);
        assertThat(published.uplinkWaitSlots(0)).isEqualTo(-1);
        assertThat(repaired.localWaitSlots(0)).isZero();
        assertThat(repaired.uplinkWaitSlots(0)).isEqualTo(3);
    }

    /** B2: an episode begins with no load, whatever the one before ended with. */
    @Test
    void loadsDoNotSurviveTheEpisode() {
        for (SlottedQueues queues : new SlottedQueues[] {published(10), repaired(10)}) {
            queues.run(new double[] {1}, SEND);
            assertThat(queues.waiting()).containsExactly(1);
            queues.reset();
            assertThat(queues.slot()).isZero();
        }
        SlottedQueues published = published(10);
        SlottedQueues repaired = repaired(10);
        for (SlottedQueues queues : new SlottedQueues[] {published, repaired}) {
            queues.run(new double[] {1}, SEND);
            queues.reset();
            queues.run(NO_TASK, LOCAL);
        }
        assertThat(published.served()).containsExactly(1);
        assertThat(repaired.served()).containsExactly(0);
    }

    /** B3: what is fully sent in its last slot is dropped there, counted, and no load. */
    @Test
    void taskSentTooLateIsDroppedAndCounted() {
        SlottedQueues published = published(3);
        SlottedQueues repaired = repaired(3);
        for (SlottedQueues queues : new SlottedQueues[] {published, repaired}) {
            queues.run(new double[] {3}, SEND);
            idle(queues, 1);
            assertThat(queues.ended()).isZero();
            idle(queues, 1);
        }
        assertThat(repaired.ended()).isEqualTo(1);
        assertThat(repaired.endedHow(0)).isEqualTo(SlottedQueues.DROPPED_UPLINK);
        assertThat(repaired.waiting()).containsExactly(0);
        assertThat(published.ended()).isZero();
        assertThat(published.waiting()).containsExactly(1);
        idle(repaired, 1);
        idle(published, 1);
        assertThat(repaired.served()).containsExactly(0);
        assertThat(published.served()).containsExactly(1);
        assertThat(published.ended()).isEqualTo(1);
        assertThat(published.endedHow(0)).isEqualTo(SlottedQueues.DROPPED_UNCOUNTED);
    }

    /** B4: of a share of 4 Mbit, the first task's last 1 Mbit alone is taken from the backlog. */
    @Test
    void backlogShrinksByWhatIsComputed() {
        for (QueueWorld.Mode mode : QueueWorld.Mode.values()) {
            SlottedQueues queues = QueueWorld.queues(new QueueConfig(1, 1, 40, 0, 20, 0.1,
                    new double[] {1}, new double[] {4}, new double[] {9}, new double[] {1},
                    QueueConfig.Discard.AT_DEADLINE, 1, -30), mode);
            queues.run(new double[] {9}, SEND);
            queues.run(new double[] {7}, SEND);
            assertThat(queues.backlogMbit()).as("%s", mode).containsExactly(5 + 7);
            idle(queues, 1);
            assertThat(queues.backlogMbit()).as("%s", mode).containsExactly(1 + 7);
            idle(queues, 1);
            assertThat(queues.ended()).isEqualTo(1);
            double expected = mode == QueueWorld.Mode.REFERENCE ? 1 + 7 - 4 : 7;
            assertThat(queues.backlogMbit()).as("%s", mode).containsExactly(expected);
        }
    }

    /** Where none of the faults shows, delays and drops are the same. */
    @Test
    void bothAgreeOnWhatEndsAndHow() {
        SlottedQueues published = published(8);
        SlottedQueues repaired = repaired(8);
        double[] sizes = {2.5, 0, 1, 6, 0, 3, 3, 3, 8, 1, 2};
        int[] ends = new int[2];
        for (int t = 0; t < 40; t++) {
            double[] size = {t < sizes.length ? sizes[t] : 0};
            int[] action = {t % 3 == 1 ? 1 : 0};
            published.run(size, action);
            repaired.run(size, action);
            assertThat(repaired.ended()).as("slot " + t).isEqualTo(published.ended());
            for (int i = 0; i < repaired.ended(); i++) {
                assertThat(repaired.endedHow(i)).isEqualTo(published.endedHow(i));
                assertThat(repaired.bornOf(repaired.endedTask(i)))
                        .isEqualTo(published.bornOf(published.endedTask(i)));
                ends[repaired.endedHow(i) == SlottedQueues.DONE ? 0 : 1]++;
            }
        }
        assertThat(Arrays.stream(ends).sum()).isEqualTo(9);
        assertThat(ends[1]).as("dropped").isPositive();
    }
}

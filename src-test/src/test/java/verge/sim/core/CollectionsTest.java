package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines, rings and pools against collections of objects. */
class CollectionsTest {

    @Test
    void linesAreDeques() {
        RandomStream random = new RandomStream(1, "lines");
        FifoLines lines = new FifoLines(3, 0);
        List<Deque<Integer>> twin = List.of(new ArrayDeque<>(), new ArrayDeque<>(),
                new ArrayDeque<>());
        Deque<Integer> outside = new ArrayDeque<>();
        for (int number = 0; number < 60; number++) {
            outside.add(number);
        }
        for (int step = 0; step < 20_000; step++) {
            int line = random.nextInt(3);
            if (random.nextInt(100) < (step % 1000 < 500 ? 60 : 40) && !outside.isEmpty()) {
                int number = random.nextBoolean() ? outside.removeFirst() : outside.removeLast();
                lines.add(line, number);
                twin.get(line).add(number);
            } else if (!twin.get(line).isEmpty()) {
                outside.add(lines.remove(line));
                assertThat(outside.peekLast()).isEqualTo(twin.get(line).remove());
            }
            assertThat(lines.count(line)).isEqualTo(twin.get(line).size());
            assertThat(lines.isEmpty(line)).isEqualTo(twin.get(line).isEmpty());
            assertThat(lines.first(line))
                    .isEqualTo(twin.get(line).isEmpty() ? FifoLines.NONE : twin.get(line).peek());
            if (step % 97 == 0) {
                FifoLines copy = new FifoLines(3, 5);
                copy.add(2, 4);
                if (step % 2 == 0) {
                    copy.copyFrom(lines);
                } else {
                    WorldState state = new WorldState();
                    lines.save(state);
                    copy.restore(state, 60);
                    assertThat(state.remaining()).isZero();
                }
                lines = copy;
            }
        }
    }

    @Test
    void linesRefuseNumbersThatStandTwice() {
        FifoLines lines = new FifoLines(2, 4);
        WorldState state = new WorldState();
        state.set(new long[] {1, 3, 1, 3});
        assertThatIllegalArgumentException().isThrownBy(() -> lines.restore(state, 4));
        state.set(new long[] {1, 4, 0});
        assertThatIllegalArgumentException().isThrownBy(() -> lines.restore(state, 4))
                .withMessageContaining("4, expected 0 to 3");
    }

    @Test
    void ringsAreMapsOfLists() {
        RandomStream random = new RandomStream(2, "rings");
        SlotRing ring = new SlotRing(8, 5);
        Map<Integer, List<Integer>> twin = new HashMap<>();
        for (int slot = 0; slot < 2000; slot++) {
            for (int k = random.nextInt(6); k > 0; k--) {
                int due = slot + random.nextInt(8);
                List<Integer> there = twin.computeIfAbsent(due, d -> new ArrayList<>());
                if (there.size() < 5) {
                    int number = random.nextInt();
                    there.add(number);
                    ring.add(due, number);
                }
            }
            if (slot % 13 == 0) {
                WorldState state = new WorldState();
                ring.save(state);
                ring = new SlotRing(8, 5);
                ring.restore(state);
            }
            List<Integer> expected = twin.getOrDefault(slot, List.of());
            assertThat(ring.count(slot)).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(ring.get(slot, i)).isEqualTo(expected.get(i));
            }
            ring.empty(slot);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotRing(6, 1));
    }

    @Test
    void poolsKeepWhatIsTaken() {
        RandomStream random = new RandomStream(3, "pools");
        RecordPool pool = new RecordPool(2, 1);
        Map<Integer, int[]> twin = new HashMap<>();
        for (int step = 0; step < 5000; step++) {
            if (random.nextInt(100) < (step % 400 < 200 ? 60 : 40)) {
                int record = pool.take();
                int[] values = {random.nextInt(100), random.nextInt(100), random.nextInt(100)};
                assertThat(twin.put(record, values)).as("taken twice").isNull();
                pool.set(record, 0, values[0]);
                pool.set(record, 1, values[1]);
                pool.set(record, 0, values[2] / 4.0);
            } else if (!twin.isEmpty()) {
                int record = twin.keySet().iterator().next();
                int[] values = twin.remove(record);
                assertThat(pool.whole(record, 0)).isEqualTo(values[0]);
                assertThat(pool.whole(record, 1)).isEqualTo(values[1]);
                assertThat(pool.real(record, 0)).isEqualTo(values[2] / 4.0);
                pool.giveBack(record);
            }
            assertThat(pool.taken()).isEqualTo(twin.size());
            if (step % 131 == 0) {
                RecordPool copy = new RecordPool(2, 1);
                if (step % 2 == 0) {
                    copy.copyFrom(pool);
                } else {
                    WorldState state = new WorldState();
                    pool.save(state);
                    copy.restore(state);
                }
                pool = copy;
            }
        }
        assertThat(pool.used()).as("no more than were taken at once").isLessThan(200);
    }
}

package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.WorldState;

/** First-in, first-out lines of tasks in flat arrays; a task stands in one line at a time. */
final class TaskLine {

    private static final int NONE = -1;

    private final int[] head;          // [lines]
    private final int[] tail;
    private final int[] count;
    private final int[] next;          // [tasks]

    TaskLine(int lines, int tasks) {
        head = new int[lines];
        tail = new int[lines];
        count = new int[lines];
        next = new int[tasks];
        clear();
    }

    void clear() {
        Arrays.fill(head, NONE);
        Arrays.fill(count, 0);
    }

    boolean isEmpty(int line) {
        return head[line] == NONE;
    }

    int count(int line) {
        return count[line];
    }

    int first(int line) {
        return head[line];
    }

    void add(int line, int task) {
        next[task] = NONE;
        if (head[line] == NONE) {
            head[line] = task;
        } else {
            next[tail[line]] = task;
        }
        tail[line] = task;
        count[line]++;
    }

    int remove(int line) {
        int task = head[line];
        head[line] = next[task];
        count[line]--;
        return task;
    }

    void save(WorldState to) {
        to.putAll(head);
        to.putAll(tail);
        to.putAll(count);
        to.putAll(next);
    }

    void restore(WorldState from) {
        from.getAll(head);
        from.getAll(tail);
        from.getAll(count);
        from.getAll(next);
    }
}

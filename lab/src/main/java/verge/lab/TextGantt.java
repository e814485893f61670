package verge.lab;

import java.util.List;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.GanttTask;
import verge.lab.text.Numbers;

/** A schedule drawn with letters: one row per task, time from left to right. */
final class TextGantt {
    private static final int COLUMNS = 64;

    private TextGantt() {
    }

    /**
     * Draws a schedule.
     *
     * @param schedule at least one task
     * @return rows, each ended
     */
    static String of(GanttPolicy schedule) {
        StringBuilder out = new StringBuilder();
        int idWidth = Integer.toString(highestId(schedule.tasks())).length();
        int timeWidth = Numbers.fixed(schedule.latency(), 2).length();
        for (GanttTask task : schedule.tasks()) {
            String id = Integer.toString(task.id());
            out.append(" ".repeat(idWidth - id.length())).append(id)
                    .append(task.offloaded() ? "  edge   " : "  local  ");
            out.append(padded(task.start(), timeWidth)).append("  ")
                    .append(padded(task.finish(), timeWidth));
            out.append("  |").append(bar(task, schedule.latency())).append("|\n");
        }
        out.append("# on the device   ^ upload   = on the edge host   v download   . waiting\n");
        return out.toString();
    }

    private static String padded(double time, int width) {
        String text = Numbers.fixed(time, 2);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static int highestId(List<GanttTask> tasks) {
        int highest = 0;
        for (GanttTask task : tasks) {
            highest = Math.max(highest, task.id());
        }
        return highest;
    }

    private static String bar(GanttTask task, double latency) {
        char[] bar = " ".repeat(COLUMNS).toCharArray();
        if (!task.offloaded()) {
            fill(bar, '#', task.start(), task.finish(), latency);
        } else {
            fill(bar, '.', task.start(), task.finish(), latency);
            fill(bar, '^', task.uploadStart(), task.uploadFinish(), latency);
            fill(bar, 'v', task.downloadStart(), task.downloadFinish(), latency);
            fill(bar, '=', task.hostStart(), task.hostFinish(), latency);
        }
        return new String(bar);
    }

    /** At least one letter, so that a short time is not lost. */
    private static void fill(char[] bar, char letter, double from, double to, double latency) {
        if (latency <= 0) {
            return;
        }
        int first = Math.min(COLUMNS - 1, (int) (from / latency * COLUMNS));
        int last = Math.max(first + 1, Math.min(COLUMNS, (int) Math.rint(to / latency * COLUMNS)));
        for (int c = first; c < last; c++) {
            bar[c] = letter;
        }
    }
}

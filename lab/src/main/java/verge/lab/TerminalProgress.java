package verge.lab;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal. */
final class TerminalProgress implements Progress {
    private static final int UPDATE_MILLIS = 200;

    private final PrintStream terminal;
    private final int columns;
    private ProgressBar bar;

    TerminalProgress(PrintStream terminal, int columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    @Override
    public void begin(String phase, long total) {
        close();
        bar = new ProgressBarBuilder()
                .setTaskName(phase)
                .setInitialMax(total)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                // Given, so that the library does not look for the terminal itself by native code.
                .setConsumer(new ConsoleProgressBarConsumer(terminal, columns))
                .build();
    }

    @Override
    public void advance(String note) {
        if (bar != null) {
            bar.setExtraMessage(" " + note);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}

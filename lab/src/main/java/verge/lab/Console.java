package verge.lab;

import java.io.PrintStream;
import verge.lab.text.Json;

/**
 * Where a command reads and writes.
 *
 * @param out standard output
 * @param err standard error
 * @param columns width of the terminal behind standard error; 0 where it is no terminal
 * @param methods the methods that can be run
 */
record Console(PrintStream out, PrintStream err, int columns, Methods methods) {
    void print(String text) {
        out.print(text);
    }

    void printJson(Object value) {
        out.print(Json.line(value) + "\n");
    }

    Progress progress() {
        return columns > 0 ? new TerminalProgress(err, columns) : Progress.SILENT;
    }
}

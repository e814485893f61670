package verge.lab.text;

import java.util.ArrayList;
import java.util.List;

/** A plain table for terminals: the first column to the left, the others to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    /**
     * A table without rows.
     *
     * @param header the names of its columns
     */
    public TextTable(String... header) {
        columns = header.length;
        rows.add(List.of(header));
    }

    /**
     * Appends a row.
     *
     * @param cells as many as there are columns
     * @return this table
     */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /**
     * Appends a row.
     *
     * @param cells as many as there are columns
     * @return this table
     */
    public TextTable row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns
                    + " columns");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /**
     * The table's lines, columns two spaces apart, a rule under the header, each line ended.
     *
     * @return the text
     */
    @Override
    public String toString() {
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                width[c] = Math.max(width[c], row.get(c).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            line(out, rows.get(r), width);
            if (r == 0) {
                rule(out, width);
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells, int[] width) {
        int start = out.length();
        for (int c = 0; c < width.length; c++) {
            String gap = " ".repeat(width[c] - cells.get(c).length());
            out.append(c == 0 ? "" : "  ");
            out.append(c == 0 ? cells.get(c) + gap : gap + cells.get(c));
        }
        int end = out.length();
        while (end > start && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n');
    }

    private static void rule(StringBuilder out, int[] width) {
        for (int c = 0; c < width.length; c++) {
            out.append(c == 0 ? "" : "  ").append("-".repeat(width[c]));
        }
        out.append('\n');
    }
}

package verge.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pieces of a page, each escaped for the place where it stands. */
final class Html {
    private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private Html() {
    }

    /** Text between tags or in a quoted attribute. */
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * JSON inside a script element: {@code <} occurs in strings only, and may be written as an
     * escape there.
     */
    static String data(String json) {
        return "<script type=\"application/json\" id=\"data\">" + json.replace("<", "\\u003c")
                + "</script>\n";
    }

    /** Script text; an end tag can only stand in one of its strings or comments. */
    static String script(String code) {
        return "<script>" + code.replace("</script", "<\\/script") + "</script>\n";
    }

    /** A table of rows of cells. */
    static String table(List<Cell> header, List<List<Cell>> rows) {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table><thead>");
        row(out, "th", header);
        out.append("</thead><tbody>\n");
        for (List<Cell> row : rows) {
            row(out, "td", row);
        }
        return out.append("</tbody></table></div>\n").toString();
    }

    private static void row(StringBuilder out, String tag, List<Cell> cells) {
        out.append("<tr>");
        for (Cell cell : cells) {
            String style = cell.style.isEmpty() ? "" : " class=\"" + cell.style + "\"";
            out.append('<').append(tag).append(style).append('>');
            out.append(text(cell.text)).append("</").append(tag).append('>');
        }
        out.append("</tr>\n");
    }

    /** A cell's text, not escaped, and its classes. */
    record Cell(String text, String style) {
    }

    static String echarts() {
        return resource(Html.class.getClassLoader().getResourceAsStream(ECHARTS), ECHARTS);
    }

    static String own(String name) {
        return resource(Html.class.getResourceAsStream("/verge/lab/report/" + name), name);
    }

    private static String resource(InputStream stream, String name) {
        if (stream == null) {
            throw new IllegalStateException("not on the class path: " + name);
        }
        try (InputStream in = stream) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

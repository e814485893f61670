package verge.lab.report;
import java.util.List;
import verge.lab.run.RunFolder;
/** Report. */
public final class Report {
    private Report() {
    }
    public static String html(List<RunFolder> runs) {
        return "" + runs.size();
    }
}

package verge.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.lab.run.Manifest;
import verge.lab.run.Results;
import verge.lab.run.Results.Baselines;
import verge.lab.run.Results.Curve;
import verge.lab.run.Results.CurvePoint;
import verge.lab.run.Results.Gantt;
import verge.lab.run.Results.GanttPolicy;
import verge.lab.run.Results.GanttTask;
import verge.lab.run.Results.LearningPoint;
import verge.lab.run.Results.TestSet;
import verge.lab.run.RunFolder;
import verge.lab.run.SeriesFile;

class ReportTest {
    private static final String NASTY = "</script><img src=x onerror=alert(1)>&\"'\u2028";

    @TempDir
    private Path folder;

    record Settings(String title) {
    }

    private RunFolder run(String name, long seed, boolean finished) {
        RunFolder run = RunFolder.create(folder.resolve(name),
                Manifest.begin("m", null, seed, "quick", "scalar"), new Settings(NASTY));
        try (SeriesFile metrics = run.appendMetrics(-1)) {
            for (int step = 0; step < 2500; step++) {
                metrics.add(step, "loss", step == 3 ? Double.NaN : step);
            }
        }
        if (finished) {
            Baselines baselines = new Baselines(12.345, 11, 10, 9, 8, 8.5, 7, 7.5, 4.0);
            List<CurvePoint> points = List.of(CurvePoint.of(0, 6, 0.5, 5.5, 5, 4.0),
                    CurvePoint.of(1, 5, 0.5, 4.5, 4.25, 4.0));
            TestSet set = new TestSet(NASTY, 3, "paper", 5.5, 7, baselines, 3,
                    List.of(new Curve("m", points)));
            GanttTask local = new GanttTask(1, "local", 0, 0, 0, 0, 0, 0, 0, 2);
            GanttTask edge = new GanttTask(2, "edge", 2, 3, 3, 3.5, 3.5, 4, 2, 4);
            Gantt gantt = new Gantt(NASTY,
                    List.of(new GanttPolicy(NASTY, 4, List.of(local, edge))));
            run.finish(new Results(1, "m", "paper", seed, "quick",
                    List.of(new LearningPoint(0, 6, 1)), List.of(set), gantt), Map.of());
        }
        return run;
    }

    private static JsonNode data(String page) throws Exception {
        String start = "<script type=\"application/json\" id=\"data\">";
        Matcher data = Pattern.compile(start + "(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    private static String withoutScripts(String page) {
        return page.replaceAll("(?s)<script.*?</script>", "");
    }

    @Test
    void holdsEverythingAndFetchesNothing() throws Exception {
        String page = Report.html(List.of(run("a", 1, true)));
        String ours = withoutScripts(page);
        assertThat(ours).doesNotContain("http:", "https:", "<script", "<link", "<img", "url(",
                "@import");
        assertThat(ours).contains("default-src &#39;none&#39;");
        assertThat(page.contains("echarts.init")).isTrue();
        assertThat(page.split("</script>", -1).length - 1).as("one end per script").isEqualTo(3);
        assertThat(ours).contains("data-chart=\"learning\"").contains("data-chart=\"adaptation\"")
                .contains("data-chart=\"gantt\"").contains("data-metric=\"loss\"");
        assertThat(ours).contains("<td>12.35</td>").contains("<td>25.00</td>").contains("seed 1");
    }

    @Test
    void namesFromFilesCannotEndTheirElement() throws Exception {
        String page = Report.html(List.of(run("a", 1, true)));
        assertThat(withoutScripts(page)).doesNotContain("<img").contains("&lt;img");
        JsonNode data = data(page);
        assertThat(data.get("runs").get(0).get("results").get("sets").get(0).get("name").asText())
                .isEqualTo(NASTY);
        assertThat(data.get("groups")).hasSize(1);
    }

    @Test
    void longSeriesAreThinnedAndGapsStay() throws Exception {
        JsonNode loss = data(Report.html(List.of(run("a", 1, false)))).get("runs").get(0)
                .get("metrics").get("loss");
        assertThat(loss).hasSize(834);
        assertThat(loss.get(1).get(1).isNull()).isTrue();
        assertThat(loss.get(833).get(0).asDouble()).isEqualTo(2499);
    }

    @Test
    void aRunThatIsNotFinishedIsShownAsSuch() {
        String page = Report.html(List.of(run("a", 1, false)));
        assertThat(withoutScripts(page)).contains("not finished")
                .doesNotContain("data-chart=\"adaptation\"");
    }

    @Test
    void runsAreComparedOnTheSetsThatTheyShare() throws Exception {
        List<RunFolder> runs = List.of(run("a", 1, true), run("b", 2, true), run("c", 3, false));
        String page = Report.html(runs);
        assertThat(withoutScripts(page)).contains("3 runs compared");
        assertThat(page.equals(Report.html(runs))).as("the same page again").isTrue();
        JsonNode data = data(page);
        assertThat(data.get("runs").findValuesAsText("label"))
                .containsExactly("seed 1", "seed 2", "seed 3");
        assertThat(data.get("groups")).hasSize(1);
        assertThat(data.get("groups").get(0).get("members")).hasSize(2);
    }
}

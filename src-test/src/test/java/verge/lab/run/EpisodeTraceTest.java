package verge.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verge.lab.run.EpisodeTrace.Chart;
import verge.lab.run.EpisodeTrace.Histogram;
import verge.lab.run.EpisodeTrace.Line;
import verge.lab.run.EpisodeTrace.Link;
import verge.lab.run.EpisodeTrace.Place;

class EpisodeTraceTest {

    /** 2500 steps become means of three; each stands at the time of its first step. */
    @Test
    void longTracesAreThinned() {
        double[] values = EpisodeTrace.steps(2500, 2);
        EpisodeTrace trace = EpisodeTrace.of("s", EpisodeTrace.steps(2500, 0.5), null,
                List.of(new Chart("", "", List.of(new Line("", values)))),
                Histogram.of(new double[0], 0));
        assertThat(trace.stepsPerValue()).isEqualTo(3);
        assertThat(trace.times()).hasSize(834).startsWith(0, 1.5, 3).endsWith(1249.5);
        assertThat(trace.charts().get(0).lines().get(0).values()).hasSize(834)
                .startsWith(2, 8, 14).endsWith(4998);
    }

    /** Delays that are whole slots fall into bins of a slot, whatever their last bit. */
    @Test
    void binsAreNoNarrowerThanASlot() {
        double[] delays = new double[12];
        for (int i = 0; i < 12; i++) {
            delays[i] = (i + 1) * 0.07;
        }
        Histogram slots = Histogram.of(delays, 0.07);
        assertThat(slots.widthSeconds()).isEqualTo(0.07);
        assertThat(slots.counts()).containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Histogram free = Histogram.of(new double[] {0.05, 0.31, 0.31, 0.84}, 0);
        assertThat(free.widthSeconds()).isEqualTo(0.05);
        assertThat(free.counts()).hasSize(17);
        assertThat(free.counts()[1]).isEqualTo(1);
        assertThat(free.counts()[6]).isEqualTo(2);
        assertThat(Histogram.of(new double[] {0, 0}, 0).counts()).containsExactly(2);
    }

    @Test
    void whoHasNoPlaceStandsInACircle() {
        EpisodeTrace.Map map = EpisodeTrace.Map.circles("Lines.", 4, 2, List.of(new Link(0, 5)));
        assertThat(map.measured()).isFalse();
        assertThat(map.places()).hasSize(6).startsWith(new Place("user", "user 0", 1, 0))
                .endsWith(new Place("server", "server 1", -0.45, 0));
        assertThat(map.about()).contains("Nobody has a place", "Lines.");
        assertThat(EpisodeTrace.Map.circles("", 5000, 1, List.of())).isNull();
        List<Link> many = java.util.Collections.nCopies(20_001, new Link(0, 1));
        assertThat(EpisodeTrace.Map.circles("", 2, 1, many).links()).isEmpty();
    }
}

package verge.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verge.sim.Shared;
import verge.sim.core.InputException;
import verge.sim.core.RandomStream;

class SiteReaderTest {

    private static final int MUTATIONS = Shared.full() ? 100_000 : 1_000;
    private static final String STATIONS = "SITE_ID,LATITUDE,LONGITUDE,NAME\n"
            + "7,-37.81517,144.97476,Corner of Spring and Flinders St\n"
            + "8,-37.8,+145,\n"
            + "9,0,-180.0,x";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sites.csv"), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void columnsAreFoundByName() throws IOException {
        Sites sites = SiteReader.read(file(STATIONS));
        assertThat(sites.latitude()).containsExactly(-37.81517, -37.8, 0);
        assertThat(sites.longitude()).containsExactly(144.97476, 145, -180);
        Sites users = SiteReader.read(file("Longitude, Latitude \r\n1.5,2.25\r\n"));
        assertThat(users.latitude()).containsExactly(2.25);
        assertThat(users.longitude()).containsExactly(1.5);
    }

    /** A degree along a meridian is 111.195 km on a sphere of 6371.0088 km; half at 60 degrees. */
    @Test
    void placesAreProjectedToMetres() {
        Sites sites = new Sites(new double[] {60, 61}, new double[] {10, 11});
        assertThat(sites.northMetres(60)[1]).isCloseTo(111_195.08, within(0.01));
        assertThat(sites.eastMetres(60, 10)[1]).isCloseTo(55_597.54, within(0.01));
        assertThat(sites.eastMetres(60, 10)[0]).isZero();
    }

    /** Against the great circle, over the whole of a real city centre. */
    @Test
    void realPlacesKeepTheirDistances() {
        Path eua = Shared.path("data/traces/eua");
        Sites masts = SiteReader.read(eua.resolve("edge-servers_site-optus-melbCBD.csv"));
        Sites users = SiteReader.read(eua.resolve("users_users-melbcbd-generated.csv"));
        assertThat(masts.size()).isEqualTo(125);
        assertThat(users.size()).isEqualTo(816);
        double latitude = masts.latitude()[0];
        double longitude = masts.longitude()[0];
        double[] x = users.eastMetres(latitude, longitude);
        double[] y = users.northMetres(latitude);
        for (int i = 1; i < users.size(); i++) {
            double circle = greatCircle(users, i - 1, i);
            assertThat(Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]))
                    .isCloseTo(circle, within(1e-3 * circle + 0.01));
            assertThat(circle).isLessThan(5_000);
        }
    }

    private static double greatCircle(Sites sites, int a, int b) {
        double p = Math.toRadians(sites.latitude()[a]);
        double q = Math.toRadians(sites.latitude()[b]);
        double d = Math.toRadians(sites.longitude()[b] - sites.longitude()[a]);
        double h = Math.pow(Math.sin((q - p) / 2), 2)
                + Math.cos(p) * Math.cos(q) * Math.pow(Math.sin(d / 2), 2);
        return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refused("", "sites.csv");
        refused("latitude,longitude", "a site");
        refused("latitude,longitude\n", "a site");
        refused("latitude,height\n1,2", "no column longitude");
        refused("latitude,longitude,LATITUDE\n1,2,3", "two columns latitude");
        refused("latitude,longitude\n91,0", "line 2, column 1:", "\"91\"", "-90 to 90");
        refused("latitude,longitude\n1,180.5", "line 2, column 3:", "\"180.5\"", "-180 to 180");
        refused("latitude,longitude\n1,2\n3", "line 3, column 2:", "2 fields");
        refused("latitude,longitude\n1,2,3", "line 2, column 4:", "2 fields");
        refused("latitude,longitude\n1,NaN", "\"NaN\"");
        refused("latitude,longitude\n1,1e1", "\"1e1\"");
        refused("latitude,longitude\n1,\"2\"", "quote");
        refused("latitude,longitude\n\n1,2", "line 2, column 1:");
        refused("latitude,longitude\n1,2\u0000", "line 2, column 4:");
        refused("latitude,longitude\n1," + "2".repeat(1_000_000), "line 2, column 4097:");
        assertThatThrownBy(() -> SiteReader.read(folder)).isInstanceOf(InputException.class);
    }

    private void refused(String text, String... parts) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> SiteReader.read(file)).isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts).hasMessageContaining("expected");
    }

    /** What is allocated counts the buffer of the file, and not the classes of a first reading. */
    @Test
    void mutationsAreReadOrRefused() throws IOException {
        long seed = 12;
        RandomStream random = new RandomStream(seed, "mutations");
        byte[] good = STATIONS.getBytes(StandardCharsets.ISO_8859_1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        SiteReader.read(file(STATIONS));
        otherFilesAreRefused();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bad = Mutations.of(good, random, i % Mutations.KINDS);
            Path file = Files.write(folder.resolve("sites.csv"), bad);
            String which = "seed " + seed + ", mutation " + i;
            String message = null;
            int sites = 0;
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                sites = SiteReader.read(file).size();
            } catch (InputException e) {
                message = e.getMessage();
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(which)
                    .isLessThan(80_000 + 50L * bad.length);
            if (message == null) {
                assertThat(sites).as(which).isBetween(1, 6);
            } else {
                assertThat(message).as(which).contains("sites.csv", "expected ").hasLineCount(1);
                refused++;
            }
        }
        System.out.println("sites: " + refused + " of " + MUTATIONS + " mutations refused");
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
    }
}

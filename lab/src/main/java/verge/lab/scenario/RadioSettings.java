package verge.lab.scenario;

import java.nio.file.Path;
import verge.sim.core.InputException;
import verge.sim.model.EnergyModel;
import verge.sim.model.Interference;
import verge.sim.model.Mobility;
import verge.sim.model.PathLoss;
import verge.sim.model.Placement;
import verge.sim.model.RandomWaypoint;
import verge.sim.model.Range;
import verge.sim.model.SitePlacement;
import verge.sim.model.SquarePlacement;
import verge.sim.workload.SiteReader;
import verge.sim.workload.Sites;
import verge.sim.world.RadioConfig;

/**
 * The numbers of a scenario of the radio world. Ranges are a least and a largest value. Without
 * {@code stations} and {@code positions} everyone is placed in a square of {@code cellMetres} times
 * the root of {@code servers}; with them, servers and users are drawn from these files.
 *
 * @see RadioConfig
 */
record RadioSettings(int servers, int usersPerServer, int slots, double slotSeconds,
        double cellMetres, Path stations, Path positions, double taskProbability, double[] dataBits,
        double[] workGigacycles, double[] deviceGigahertz, double[] serverGigahertz,
        double[] powerWatts, double pathLossDecibels, double pathLossExponent,
        double antennaMetres, double shadowingDecibels, boolean rayleigh, double bandwidthHertz,
        double noiseWatts, Interference.Scope interference, double rangeMetres,
        double interferenceRangeMetres, double longestUploadSeconds, boolean inSlotWaiting,
        double[] speedMetresPerSecond, double pauseSeconds, double failurePenaltySeconds,
        double joulesPerCyclePerHertz2, double radioWatts, double idleWatts,
        double serverJoulesPerCyclePerHertz2, double serverIdleWatts) {
    private static final int MOST_SERVERS = 10_000;
    private static final int MOST_SLOTS = 1_000_000;

    RadioSettings {
        Bounds.within("servers", servers, 1, MOST_SERVERS);
        Bounds.within("users-per-server", usersPerServer, 1, MOST_SERVERS);
        Bounds.within("slots", slots, 1, MOST_SLOTS);
        Bounds.within("slot-seconds", slotSeconds, 1e-6, 1e6);
        Bounds.within("cell-metres", cellMetres, 1e-3, 1e6);
        Bounds.within("task-probability", taskProbability, 0, 1);
        range("data-bits", dataBits, 0, 1e15);
        range("work-gigacycles", workGigacycles, 0, 1e9);
        range("device-gigahertz", deviceGigahertz, 1e-6, 1e6);
        range("server-gigahertz", serverGigahertz, 1e-6, 1e6);
        range("power-watts", powerWatts, 1e-12, 1e6);
        Bounds.within("path-loss-decibels", pathLossDecibels, -300, 300);
        Bounds.within("path-loss-exponent", pathLossExponent, 0, 10);
        Bounds.within("antenna-metres", antennaMetres, 0, 1e4);
        Bounds.within("shadowing-decibels", shadowingDecibels, 0, 30);
        Bounds.within("bandwidth-hertz", bandwidthHertz, 1, 1e12);
        Bounds.within("noise-watts", noiseWatts, 1e-30, 1e6);
        Bounds.within("range-metres", rangeMetres, 0, 1e7);
        Bounds.within("interference-range-metres", interferenceRangeMetres, 0, 1e7);
        Bounds.within("longest-upload-seconds", longestUploadSeconds, 1e-9, 1e9);
        if (speedMetresPerSecond.length != 0) {
            range("speed-metres-per-second", speedMetresPerSecond, 1e-3, 1e3);
        }
        Bounds.within("pause-seconds", pauseSeconds, 0, 1e9);
        Bounds.within("failure-penalty-seconds", failurePenaltySeconds, 0, 1e9);
        Bounds.within("joules-per-cycle-per-hertz2", joulesPerCyclePerHertz2, 0, 1);
        Bounds.within("radio-watts", radioWatts, 0, 1e6);
        Bounds.within("idle-watts", idleWatts, 0, 1e6);
        Bounds.within("server-joules-per-cycle-per-hertz2", serverJoulesPerCyclePerHertz2, 0, 1);
        Bounds.within("server-idle-watts", serverIdleWatts, 0, 1e6);
        if ((stations == null) != (positions == null)) {
            throw new IllegalArgumentException("stations and positions go together");
        }
    }

    private static void range(String key, double[] range, double least, double most) {
        if (range.length != 2 || range[0] > range[1]) {
            throw new IllegalArgumentException(key + " is no pair of a least and a largest value");
        }
        Bounds.within(key, range[0], least, most);
        Bounds.within(key, range[1], least, most);
    }

    int users() {
        return servers * usersPerServer;
    }

    /** What the world is made with. */
    RadioConfig config() {
        try {
            return new RadioConfig(users(), servers, slots, slotSeconds, taskProbability,
                    pair(dataBits), pair(workGigacycles), pair(deviceGigahertz),
                    pair(serverGigahertz), pair(powerWatts),
                    new RadioConfig.Channel(
                            new PathLoss(pathLossDecibels, pathLossExponent, antennaMetres),
                            shadowingDecibels, rayleigh, bandwidthHertz, noiseWatts, interference),
                    rangeMetres, interferenceRangeMetres, longestUploadSeconds, inSlotWaiting,
                    failurePenaltySeconds, new RadioConfig.Energy(
                            new EnergyModel(joulesPerCyclePerHertz2, radioWatts, idleWatts),
                            new EnergyModel(serverJoulesPerCyclePerHertz2, 0, serverIdleWatts)));
        } catch (IllegalArgumentException e) {              // what depends on several settings
            throw new InputException("command line", "servers, users-per-server",
                    servers + ", " + usersPerServer, "a smaller world (" + e.getMessage() + ")");
        }
    }

    private static Range pair(double[] range) {
        return new Range(range[0], range[1]);
    }

    /** Where everyone stands; reads the files of sites. */
    Placement placement() {
        if (stations == null) {
            return new SquarePlacement(cellMetres * Math.sqrt(servers));
        }
        Sites masts = SiteReader.read(stations);
        Sites people = SiteReader.read(positions);
        enough(stations, "stations", masts.size(), servers);
        enough(positions, "positions", people.size(), users());
        double latitude = masts.latitude()[0];
        double longitude = masts.longitude()[0];
        return new SitePlacement(people.eastMetres(latitude, longitude),
                people.northMetres(latitude), masts.eastMetres(latitude, longitude),
                masts.northMetres(latitude));
    }

    private static void enough(Path file, String what, int found, int wanted) {
        if (found < wanted) {
            throw new InputException(file.toString(), "", found + " " + what,
                    "at least " + wanted + " (servers, users-per-server)");
        }
    }

    /** How users move; for one world. */
    Mobility mobility() {
        return speedMetresPerSecond.length == 0 ? Mobility.STATIC
                : new RandomWaypoint(users(), pair(speedMetresPerSecond), pauseSeconds);
    }
}

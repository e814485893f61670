package verge.sim.world;

import java.util.Arrays;
import verge.sim.core.RandomField;
import verge.sim.core.RandomStream;
import verge.sim.model.Mobility;
import verge.sim.model.Placement;
import verge.sim.model.SpatialGrid;

/**
 * Users, servers and the links between them in one episode: positions, clock rates, powers, the
 * gain of every link in the slot, the servers that each user reaches, and who is whose neighbour.
 * Arrays are handed out as they are, to be read only. Lists of links grow where an episode needs
 * more than any before, and keep their size; nothing else is allocated after construction.
 */
public final class RadioNetwork {

    /** Most servers that a user reaches; of more in range it sees the nearest. */
    public static final int MOST_REACHABLE = 63;

    private static final double LN_10 = StrictMath.log(10);

    private final RadioConfig config;
    private final Placement placement;
    private final Mobility mobility;
    private final RandomStream placing = new RandomStream(0, "placement");
    private final RandomStream equipping = new RandomStream(0, "devices");
    private final RandomStream moving = new RandomStream(0, "mobility");
    private final RandomStream shading = new RandomStream(0, "shadowing");
    private final RandomStream fading = new RandomStream(0, "fading");

    private final double[] userX;           // [users] m
    private final double[] userY;           // [users] m
    private final double[] serverX;         // [servers] m
    private final double[] serverY;         // [servers] m
    private final double[] deviceGigahertz; // [users]
    private final double[] serverGigahertz; // [servers]
    private final double[] powerWatts;      // [users]
    private final double[] meanGain;        // [users, servers] without Rayleigh fading
    private final double[] gain;            // [users, servers] of the slot; meanGain if none fades
    private final int[] reachOffset;        // [users + 1]
    private int[] reach;                    // servers that each user reaches, ascending
    private final int[] neighbourOffset;    // [users + 1]
    private int[] neighbour;                // users near each user, ascending
    private boolean neighboursKnown;
    private final SpatialGrid userGrid;
    private final SpatialGrid serverGrid;
    private long fadingKey;
    private long shadowingKey;
    private int slot;

    RadioNetwork(RadioConfig config, Placement placement, Mobility mobility) {
        int users = config.users();
        int servers = config.servers();
        this.config = config;
        this.placement = placement;
        this.mobility = mobility;
        userX = new double[users];
        userY = new double[users];
        serverX = new double[servers];
        serverY = new double[servers];
        deviceGigahertz = new double[users];
        serverGigahertz = new double[servers];
        powerWatts = new double[users];
        meanGain = new double[users * servers];
        gain = config.channel().rayleigh() ? new double[users * servers] : meanGain;
        reachOffset = new int[users + 1];
        reach = new int[4 * users + servers];
        neighbourOffset = new int[users + 1];
        neighbour = new int[16 * users];
        userGrid = new SpatialGrid(users);
        serverGrid = new SpatialGrid(servers);
    }

    /** Places and equips everyone anew. */
    void begin(long seed) {
        placing.setSeed(seed);
        equipping.setSeed(seed);
        moving.setSeed(seed);
        shading.setSeed(seed);
        fading.setSeed(seed);
        shadowingKey = shading.nextLong();
        fadingKey = fading.nextLong();
        placement.place(placing, userX, userY, serverX, serverY);
        for (int u = 0; u < userX.length; u++) {
            deviceGigahertz[u] = config.deviceGigahertz().draw(equipping);
            powerWatts[u] = config.powerWatts().draw(equipping);
        }
        for (int s = 0; s < serverX.length; s++) {
            serverGigahertz[s] = config.serverGigahertz().draw(equipping);
        }
        mobility.begin(moving, placement.sideMetres(), userX, userY);
        serverGrid.build(serverX, serverY, Math.max(config.rangeMetres(), 1));
        slot = 0;
        locate();
        fade();
    }

    /** Goes on to the next slot: moves, fades. */
    void advance() {
        slot++;
        if (mobility.moves()) {
            mobility.advance(moving, config.slotSeconds(), userX, userY);
            locate();
        }
        fade();
    }

    /** What follows from the positions. */
    private void locate() {
        int servers = serverX.length;
        double deviation = config.channel().shadowingDecibels();
        for (int u = 0; u < userX.length; u++) {
            for (int s = 0; s < servers; s++) {
                double mean = config.channel().pathLoss()
                        .gain(userX[u] - serverX[s], userY[u] - serverY[s]);
                if (deviation > 0) {
                    mean *= StrictMath.exp(LN_10 / 10 * deviation
                            * RandomField.gaussian(shadowingKey, u, s));
                }
                meanGain[u * servers + s] = mean;
            }
        }
        findReachable();
        neighboursKnown = false;
    }

    private void fade() {
        if (config.channel().rayleigh()) {
            int servers = serverX.length;
            for (int u = 0; u < userX.length; u++) {
                for (int s = 0; s < servers; s++) {
                    int link = u * servers + s;
                    gain[link] = meanGain[link] * RandomField.exponential(fadingKey, slot, link);
                }
            }
        }
    }

    private void findReachable() {
        int count = 0;
        for (int u = 0; u < userX.length; u++) {
            reachOffset[u] = count;
            if (count + serverX.length > reach.length) {
                reach = Arrays.copyOf(reach, 2 * reach.length + serverX.length);
            }
            int found = serverGrid.within(userX[u], userY[u], config.rangeMetres(), reach, count);
            if (found == 0) {
                reach[count] = serverGrid.nearest(userX[u], userY[u]);
                found = 1;
            }
            while (found > MOST_REACHABLE) {
                removeFarthest(u, count, found--);
            }
            count += found;
        }
        reachOffset[userX.length] = count;
    }

    private void removeFarthest(int user, int first, int count) {
        int farthest = first;
        double most = -1;
        for (int k = first; k < first + count; k++) {
            double dx = serverX[reach[k]] - userX[user];
            double dy = serverY[reach[k]] - userY[user];
            if (dx * dx + dy * dy >= most) {            // of several, the last
                most = dx * dx + dy * dy;
                farthest = k;
            }
        }
        System.arraycopy(reach, farthest + 1, reach, farthest, first + count - farthest - 1);
    }

    private void findNeighbours() {
        userGrid.build(userX, userY, Math.max(config.interferenceRangeMetres(), 1));
        int count = 0;
        for (int u = 0; u < userX.length; u++) {
            neighbourOffset[u] = count;
            int found = userGrid.within(userX[u], userY[u], config.interferenceRangeMetres(),
                    neighbour, count);
            if (count + found > neighbour.length) {
                neighbour = Arrays.copyOf(neighbour, 2 * (count + found));
                userGrid.within(userX[u], userY[u], config.interferenceRangeMetres(), neighbour,
                        count);
            }
            int self = Arrays.binarySearch(neighbour, count, count + found, u);
            System.arraycopy(neighbour, self + 1, neighbour, self, count + found - self - 1);
            count += found - 1;
        }
        neighbourOffset[userX.length] = count;
        neighboursKnown = true;
    }

    /** Number of users. */
    public int users() {
        return userX.length;
    }

    /** Number of servers. */
    public int servers() {
        return serverX.length;
    }

    /** Side of the square that holds everyone, m. */
    public double sideMetres() {
        return placement.sideMetres();
    }

    /** Metres: {@code [users]}. */
    public double[] userX() {
        return userX;
    }

    /** Metres: {@code [users]}. */
    public double[] userY() {
        return userY;
    }

    /** Metres: {@code [servers]}. */
    public double[] serverX() {
        return serverX;
    }

    /** Metres: {@code [servers]}. */
    public double[] serverY() {
        return serverY;
    }

    /** Clock rate of each user: {@code [users]}. */
    public double[] deviceGigahertz() {
        return deviceGigahertz;
    }

    /** Clock rate of each server: {@code [servers]}. */
    public double[] serverGigahertz() {
        return serverGigahertz;
    }

    /** Transmission power of each user: {@code [users]}. */
    public double[] powerWatts() {
        return powerWatts;
    }

    /** Power gain of each link in this slot: {@code [users, servers]}. */
    public double[] gain() {
        return gain;
    }

    /** Power gain of one link in this slot. */
    public double gain(int user, int server) {
        return gain[user * serverX.length + server];
    }

    /** {@code 10 log10} of a link's gain in this slot; that of the least number where it is 0. */
    float gainDecibels(int user, int server) {
        return (float) (10 * StrictMath.log10(Math.max(gain(user, server), Double.MIN_VALUE)));
    }

    /** Where each user's list in {@link #reachable()} begins: {@code [users + 1]}. */
    public int[] reachableOffsets() {
        return reachOffset;
    }

    /** Servers that each user reaches, ascending; user by user. */
    public int[] reachable() {
        return reach;
    }

    /** How many servers a user reaches: at least 1. */
    public int reachableCount(int user) {
        return reachOffset[user + 1] - reachOffset[user];
    }

    /** The k-th server that a user reaches, from 0. */
    public int server(int user, int k) {
        return reach[reachOffset[user] + k];
    }

    /** Where each user's list in {@link #neighbours()} begins: {@code [users + 1]}. */
    public int[] neighbourOffsets() {
        if (!neighboursKnown) {
            findNeighbours();
        }
        return neighbourOffset;
    }

    /** Other users within interference range of each user, ascending; user by user. */
    public int[] neighbours() {
        if (!neighboursKnown) {
            findNeighbours();
        }
        return neighbour;
    }
}

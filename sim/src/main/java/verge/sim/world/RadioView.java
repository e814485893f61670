package verge.sim.world;

import java.util.List;

/**
 * What the users of a {@link RadioWorld} see (STAR, Qu et al., MobiSec 2025, sections 3.2.1 and
 * 4.1): features of users and servers, gains towards the servers in reach, distances to neighbours.
 * A user's observation is its own node, the edges into it, and the nodes where these begin.
 */
final class RadioView {

    /** Features of a user, which are also those of its row. */
    static final List<String> USER_FEATURES = List.of("x-km", "y-km", "power-w", "clock-ghz",
            "data-mbit", "work-gigacycles", "local-queue-s");

    static final List<String> SERVER_FEATURES = List.of("x-km", "y-km", "clock-ghz", "queue-s");

    private static final double METRES_PER_KM = 1e3;
    private static final double BITS_PER_MBIT = 1e6;

    private final int world;
    private final RadioNetwork network;
    private final RadioSlot slot;
    private final RadioTasks tasks;

    RadioView(int world, RadioNetwork network, RadioSlot slot, RadioTasks tasks) {
        this.world = world;
        this.network = network;
        this.slot = slot;
        this.tasks = tasks;
    }

    static Relations relations() {
        NodeTable users = new NodeTable("user", USER_FEATURES);
        NodeTable servers = new NodeTable("server", SERVER_FEATURES);
        EdgeTable channels = new EdgeTable("channel", servers, users, List.of("gain-db"));
        EdgeTable neighbours = new EdgeTable("neighbour", users, users, List.of("distance-km"));
        return new Relations(List.of(users, servers), List.of(channels, neighbours));
    }

    /** Writes a user's features at {@code to[at]}. */
    void describe(int user, float[] to, int at) {
        to[at] = (float) (network.userX()[user] / METRES_PER_KM);
        to[at + 1] = (float) (network.userY()[user] / METRES_PER_KM);
        to[at + 2] = (float) network.powerWatts()[user];
        to[at + 3] = (float) network.deviceGigahertz()[user];
        to[at + 4] = (float) (tasks.bits()[user] / BITS_PER_MBIT);
        to[at + 5] = (float) tasks.gigacycles()[user];
        to[at + 6] = (float) slot.localQueueSeconds()[user];
    }

    private void describeServer(int server, float[] to, int at) {
        to[at] = (float) (network.serverX()[server] / METRES_PER_KM);
        to[at + 1] = (float) (network.serverY()[server] / METRES_PER_KM);
        to[at + 2] = (float) network.serverGigahertz()[server];
        to[at + 3] = (float) slot.serverQueueSeconds()[server];
    }

    /**
     * Appends all nodes and edges of this world.
     *
     * @return the row of its first user
     */
    int relate(Relations to) {
        NodeTable users = to.nodes().get(0);
        NodeTable servers = to.nodes().get(1);
        int firstUser = users.size();
        int firstServer = servers.size();
        for (int u = 0; u < network.users(); u++) {
            int row = users.append(world, u);
            describe(u, users.features(), row * users.featureCount());
        }
        for (int s = 0; s < network.servers(); s++) {
            int row = servers.append(world, s);
            describeServer(s, servers.features(), row * servers.featureCount());
        }
        relateServers(to.edges().get(0), firstServer);
        relateNeighbours(to.edges().get(1), firstUser);
        return firstUser;
    }

    private void relateServers(EdgeTable channels, int firstServer) {
        for (int u = 0; u < network.users(); u++) {
            for (int k = 0; k < network.reachableCount(u); k++) {
                int server = network.server(u, k);
                int edge = channels.append(firstServer + server);
                channels.features()[edge] = network.gainDecibels(u, server);
            }
            channels.endTarget();
        }
    }

    private void relateNeighbours(EdgeTable neighbours, int firstUser) {
        int[] offsets = network.neighbourOffsets();
        int[] others = network.neighbours();
        for (int u = 0; u < network.users(); u++) {
            for (int k = offsets[u]; k < offsets[u + 1]; k++) {
                double dx = network.userX()[others[k]] - network.userX()[u];
                double dy = network.userY()[others[k]] - network.userY()[u];
                int edge = neighbours.append(firstUser + others[k]);
                neighbours.features()[edge] =
                        (float) (Math.sqrt(dx * dx + dy * dy) / METRES_PER_KM);
            }
            neighbours.endTarget();
        }
    }
}

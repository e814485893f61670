package verge.sim.world;

import verge.sim.core.RandomStream;
import verge.sim.model.EnergyModel;
import verge.sim.model.Interference;
import verge.sim.model.Mobility;
import verge.sim.model.PathLoss;
import verge.sim.model.RandomWaypoint;
import verge.sim.model.Range;
import verge.sim.model.SquarePlacement;

/** Random scenarios of the radio world, small ones. */
final class RadioScenarios {

    private static final RadioConfig.Energy ENERGY = new RadioConfig.Energy(
            new EnergyModel(1e-28, 0.1, 0.3), new EnergyModel(2e-29, 0, 20));

    private RadioScenarios() {
    }

    /** Any options; movement and fading are left to {@code changing}. */
    static RadioConfig any(RandomStream random, int mostUsers, int mostServers, int mostSlots,
            boolean changing) {
        Interference.Scope scope = Interference.Scope.values()[random.nextInt(2)];
        RadioConfig.Channel channel = new RadioConfig.Channel(
                new PathLoss(10 + 10 * random.nextDouble(), 2 + 2 * random.nextDouble(),
                        random.nextInt(3) * 10),
                random.nextBoolean() ? 8 * random.nextDouble() : 0,
                changing && random.nextBoolean(), 1e6 + 2e7 * random.nextDouble(),
                random.nextBoolean() ? 1e-13 : 1e-9, scope);
        return new RadioConfig(1 + random.nextInt(mostUsers), 1 + random.nextInt(mostServers),
                1 + random.nextInt(mostSlots), 0.5 + random.nextDouble(), random.nextDouble(),
                new Range(1e5, 15e6), new Range(0.1, 1 + 10 * random.nextDouble()),
                new Range(0.5, 1.5), new Range(2, 8), new Range(0.05, 0.25), channel,
                100 + 500 * random.nextDouble(), 600 * random.nextDouble(),
                0.5 + 5 * random.nextDouble(), random.nextBoolean(), 200, ENERGY);
    }

    /** One in which links change from slot to slot, with all options on. */
    static RadioConfig changing(RandomStream random) {
        RadioConfig any = any(random, 1, 1, 1, false);
        RadioConfig.Channel channel = any.channel();
        return new RadioConfig(12, 3, 50, 1, 0.5, any.dataBits(), any.workGigacycles(),
                any.deviceGigahertz(), any.serverGigahertz(), any.powerWatts(),
                new RadioConfig.Channel(channel.pathLoss(), 6, true, 20e6, 1e-13, channel.scope()),
                400, 400, 5, true, 200, ENERGY);
    }

    static RadioWorld world(int number, RadioConfig config, boolean moving) {
        Mobility mobility = moving
                ? new RandomWaypoint(config.users(), new Range(1, 30), 2) : Mobility.STATIC;
        return new RadioWorld(number, config, new SquarePlacement(800), mobility);
    }

    static Decisions decisions(RadioWorld world) {
        return new Decisions(world.spec().maxRows(), world.spec().features());
    }
}

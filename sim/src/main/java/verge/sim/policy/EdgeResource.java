package verge.sim.policy;

/** What an offloaded task takes one after another, beside the user's equipment for local ones. */
enum EdgeResource {
    UPLINK, HOST, DOWNLINK
}

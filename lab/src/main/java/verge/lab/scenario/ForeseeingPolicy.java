package verge.lab.scenario;

import verge.sim.policy.Policy;

/** A policy that is told which episode begins, and looks at all of it before it decides. */
interface ForeseeingPolicy extends Policy {
    void foresee(long seed);
}

package verge.sim.workload;

import java.util.Arrays;
import java.util.List;
import verge.sim.core.RandomStream;

/**
 * Several processes as one, their sites numbered on: those of the first process, then those of the
 * second, and so on. Each process has a seed of its own. Equal times come in the order of processes.
 */
public final class MergedArrivals implements Arrivals {

    private final RandomStream seeds = new RandomStream(0, "arrivals.merged");
    private final Arrivals[] parts;
    private final int[] firstSite;      // [parts]
    private final int sites;
    private int current;

    /** @throws IllegalArgumentException where there is no process, or too many sites */
    public MergedArrivals(List<? extends Arrivals> parts) {
        this.parts = parts.toArray(new Arrivals[0]);
        firstSite = new int[this.parts.length];
        int count = 0;
        for (int i = 0; i < firstSite.length; i++) {
            firstSite[i] = count;
            count += this.parts[i].sites();
        }
        sites = ArrivalChecks.sites(count);
        begin(0);
    }

    @Override
    public int sites() {
        return sites;
    }

    @Override
    public double meanPerSecond() {
        return Arrays.stream(parts).mapToDouble(Arrivals::meanPerSecond).sum();
    }

    @Override
    public void begin(long seed) {
        seeds.setSeed(seed);
        for (Arrivals part : parts) {
            part.begin(seeds.nextLong());
            part.next();
        }
        current = -1;
    }

    @Override
    public void next() {
        if (current >= 0) {
            parts[current].next();
        }
        current = 0;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].seconds() < parts[current].seconds()) {
                current = i;
            }
        }
    }

    @Override
    public double seconds() {
        return current < 0 ? 0 : parts[current].seconds();
    }

    @Override
    public int site() {
        return current < 0 ? 0 : firstSite[current] + parts[current].site();
    }
}

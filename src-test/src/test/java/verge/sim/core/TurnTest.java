package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TurnTest {

    @Test
    void sinesAndCosinesOfWholeTurns() {
        RandomStream random = new RandomStream(3, "turns");
        for (int i = 0; i < 20_000; i++) {
            double turn = i < 1_025 ? i / 1024.0 : random.nextDouble();
            assertThat(Turn.cosine(turn)).as("turn %s", turn)
                    .isCloseTo(StrictMath.cos(2 * Math.PI * turn), within(1e-15));
            assertThat(Turn.sine(turn)).as("turn %s", turn)
                    .isCloseTo(StrictMath.sin(2 * Math.PI * turn), within(1e-15));
        }
        assertThat(Turn.cosine(0)).isEqualTo(1);
        assertThat(Turn.cosine(0.25)).isZero();
        assertThat(Turn.cosine(0.5)).isEqualTo(-1);
        assertThat(Turn.sine(0.75)).isEqualTo(-1);
    }
}

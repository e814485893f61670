package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventDigestTest {

    private static long digest(long... values) {
        EventDigest digest = new EventDigest();
        for (long value : values) {
            digest.add(value);
        }
        return digest.value();
    }

    @Test
    void valueOrderAndCountMatter() {
        assertThat(digest(1, 2, 3)).isEqualTo(digest(1, 2, 3));
        assertThat(digest(1, 2, 3)).isNotEqualTo(digest(1, 3, 2));
        assertThat(digest(0)).isNotEqualTo(digest()).isNotEqualTo(digest(0, 0));
        Set<Long> seen = new HashSet<>();
        for (int a = 0; a < 300; a++) {
            for (int b = 0; b < 300; b++) {
                seen.add(digest(a, b));
            }
        }
        assertThat(seen).hasSize(90_000);
    }

    @Test
    void oneBitChangesAboutHalfOfTheDigest() {
        int flipped = 0;
        for (int bit = 0; bit < 64; bit++) {
            flipped += Long.bitCount(digest(7, 1L << bit, 9) ^ digest(7, 0, 9));
        }
        assertThat(flipped / 64.0).isBetween(29.0, 35.0);
    }

    @Test
    void allNansAreOneAndZerosAreTwo() {
        EventDigest a = new EventDigest();
        EventDigest b = new EventDigest();
        a.add(Double.longBitsToDouble(0x7ff8000000000000L));
        b.add(Double.longBitsToDouble(0xfff8000000000123L));
        assertThat(a.value()).isEqualTo(b.value());
        a.add(0.0);
        b.add(-0.0);
        assertThat(a.value()).isNotEqualTo(b.value());
    }

    @Test
    void continuesFromASavedState() {
        EventDigest a = new EventDigest();
        a.add(3);
        a.add(2.5);
        EventDigest b = new EventDigest();
        b.restore(a.state(), a.count());
        a.add(9);
        b.add(9);
        assertThat(b.hex()).isEqualTo(a.hex()).hasSize(16).matches("[0-9a-f]+");
        a.clear();
        assertThat(a.value()).isEqualTo(new EventDigest().value());
    }
}

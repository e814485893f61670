package verge.sim.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {

    @Test
    void saysWhereWhatAndWhatElse() {
        assertThat(new InputException("a.gv", "line 3", "x", "y"))
                .hasMessage("a.gv: line 3: found x, expected y");
        assertThat(new InputException("a.gv", "", "x", "y"))
                .hasMessage("a.gv: found x, expected y");
    }

    @Test
    void staysOneShortPrintableLine() {
        String message = new InputException("a\nb", "line\r3",
                "\u0000\u001b[31m" + "z".repeat(500), "y\u2028").getMessage();
        assertThat(message).isEqualTo(
                "a?b: line?3: found ??[31m" + "z".repeat(54) + "..., expected y?");
    }
}

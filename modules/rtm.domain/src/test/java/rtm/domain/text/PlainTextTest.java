package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    private static final String HOSTILE = "a\u009b2J\u202eb\ud83d\udc7e é";

    @Test
    void whatTurnsATerminalIsShownAsAnEscape() {
        assertThat(PlainText.line(HOSTILE)).isEqualTo("a\\x9b2J\\u{202e}b\ud83d\udc7e é");
    }

    @Test
    void jsonStaysJsonOfTheSameValue() {
        assertThat(PlainText.json("{\n\t\"line\":\"" + HOSTILE + "\"}"))
                .isEqualTo("{\n\t\"line\":\"a\\u009b2J\\u202eb\ud83d\udc7e é\"}");
    }
}

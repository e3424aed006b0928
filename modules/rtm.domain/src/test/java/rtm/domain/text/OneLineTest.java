package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void linesBecomeOneAndNothingInvisibleIsLeft() {
        assertThat(OneLine.of(" one \r\n\n two\u2028three ", 100)).isEqualTo("one two three");
        assertThat(OneLine.of("\u001b[1;31mred\u001b[0m \u0007bell\u202eback\ud800", 100))
                .isEqualTo("red bellback");
    }

    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        assertThat(OneLine.of("12345", 5)).isEqualTo("12345");
        assertThat(OneLine.of("123456", 5)).isEqualTo("12345…");
        assertThat(OneLine.of("1234\ud83d\ude80", 5)).isEqualTo("1234…");
    }
}

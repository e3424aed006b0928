package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodeTest {

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a%2Fb, a/b",
        "a%2fb, a/b",
        "a+b, a+b",
        "%2525, %25",
        "%C3%A9, é",
        "é%20, 'é '",
        "'', ''"
    })
    void whatIsEncodedIsDecodedOnce(String text, String decoded) {
        assertThat(PercentCode.decode(text)).isEqualTo(decoded);
    }

    @Test
    void aNulIsDecodedLikeAnyOther() {
        assertThat(PercentCode.decode("a%00b")).isEqualTo("a\0b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%2", "%é0", "% 20"})
    void aPercentSignWithoutTwoHexadecimalDigitsIsRefused(String text) {
        assertThatThrownBy(() -> PercentCode.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hexadecimal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c3", "%ed%a0%80", "%c0%80"})
    void whatIsNoUtf8IsRefused(String text) {
        assertThatThrownBy(() -> PercentCode.decode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UTF-8");
    }
}

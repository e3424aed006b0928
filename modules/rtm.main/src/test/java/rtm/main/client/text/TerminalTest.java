package rtm.main.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({"24 80, 80", "50 213, 213", "0 132, 132"})
    void itsWidthIsTheSecondNumber(String size, int columns) {
        assertThat(Terminal.columns(size + "\n")).isEqualTo(columns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0\n", "80\n", "24 80 1\n", "24 99999\n", "not a terminal\n"})
    void whatIsNoSizeIsTheUsualWidth(String size) {
        assertThat(Terminal.columns(size)).isEqualTo(Terminal.USUAL);
    }
}

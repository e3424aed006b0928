package rtm.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogfmtTest {

    @Test
    void aLineIsASentenceAndItsPairsInOrder() {
        assertThat(
                        Logfmt.line(
                                "container started",
                                LogField.of("game_id", "game-1"),
                                LogField.of("tries", 3),
                                LogField.of("image", "galaxy/game:1.4.0")))
                .isEqualTo("container started game_id=game-1 tries=3 image=galaxy/game:1.4.0");
    }

    @Test
    void aSentenceMayStandAlone() {
        assertThat(Logfmt.line("worker started")).isEqualTo("worker started");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "``|\"\"",
                "two words|\"two words\"",
                "a=b|\"a=b\"",
                "say \"no\"|\"say \\\"no\\\"\"",
                "C:\\x|\"C:\\\\x\"",
                "grün|\"grün\"",
                "名前|\"名前\"",
                "😀|\"😀\"",
            })
    void aValueIsQuotedWhereItWouldNotBeReadAsOne(String value, String written) {
        assertThat(Logfmt.line("x", LogField.of("k", value))).isEqualTo("x k=" + written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\\n|\\u000a", "\\r|\\u000d", "\\t|\\u0009"})
    void lineEndsAreWrittenInTheirShortForm(String written, String codePoint) {
        String value = "a" + (char) Integer.parseInt(codePoint.substring(2), 16) + "b";

        assertThat(Logfmt.line("x", LogField.of("k", value)))
                .isEqualTo("x k=\"a" + written + "b\"");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x61c,
                0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff,
                0xfff9, 0x110bd, 0x1d173, 0xe0001, 0xe0041, 0xd800, 0xdc00
            })
    void nothingThatEndsALineOrMovesTheCursorOrHidesGetsThrough(int codePoint) {
        String hostile = Character.toString(codePoint);

        assertThat(Logfmt.line("said " + hostile, LogField.of("k", "a" + hostile + "b")))
                .doesNotContain(hostile)
                .startsWith("said \\")
                .contains("k=\"a\\");
    }

    @Test
    void aForgedLineStaysInsideItsValue() {
        assertThat(
                        Logfmt.line(
                                "job failed",
                                LogField.of("error", "x\" game_id=other\n2026 ERROR all is lost")))
                .isEqualTo("job failed error=\"x\\\" game_id=other\\n2026 ERROR all is lost\"");
    }

    @Test
    void aValueIsCutToWhatALineMayHold() {
        String line = Logfmt.line("x", LogField.of("k", "a".repeat(1_000_000)));

        assertThat(line).endsWith("a…\"").hasSizeLessThan(4200);
    }

    @Test
    void aCutNeverLeavesHalfACharacter() {
        String line = Logfmt.line("x", LogField.of("k", "a".repeat(4095) + "😀😀"));

        assertThat(line).endsWith("a…\"");
    }
}

package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedStringsTest {

    private static final int LONGEST = ClippedStrings.LONGEST;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"b\",\"c\":[1,true,null]}",
                "{\"quote\":\"\\\"\",\"backslash\":\"\\\\\",\"after\":\"\\\\\\\"\"}",
                "{\"word\":\"\\u00e9\\ud83d\\ude00\"}",
                "no JSON \"at all",
                ""
            })
    void jsonWithoutLongStringsStaysUnchanged(String json) throws IOException {
        assertThat(clipped(json)).isEqualTo(json);
    }

    @Test
    void aLongKeyAndALongValueAreClippedAndTheRestStaysUnchanged() throws IOException {
        String json =
                "{\"%s\":1,\"v\":\"%s\",\"Id\":\"c0ffee\"}"
                        .formatted("k".repeat(60_000), "v".repeat(3_000_000));

        assertThat(clipped(json))
                .isEqualTo(
                        "{\"%s\":1,\"v\":\"%s\",\"Id\":\"c0ffee\"}"
                                .formatted("k".repeat(LONGEST), "v".repeat(LONGEST)));
    }

    /** The result is JSON, wherever the string is cut. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u00e9", "\\\\", "\\\"", "\u00e9", "\ud83d\ude00"})
    void anEscapeOrACharacterIsKeptWholeOrNotAtAll(String unit) throws IOException {
        for (int before = 0; before < 8; before++) {
            String value = "x".repeat(before) + unit.repeat(LONGEST);
            String clipped = clipped("{\"v\":\"" + value + "\",\"w\":\"end\"}");

            assertThat(DockerJson.read(clipped.getBytes(StandardCharsets.UTF_8)).path("w").asText())
                    .isEqualTo("end");
            assertThat(clipped).doesNotContain("\ufffd");
            assertThat(clipped.length()).isLessThan(LONGEST + 40);
        }
    }

    @Test
    void aStringThatNeverEndsDoesNotReachTheNextLine() throws IOException {
        assertThat(clipped("garbage \"" + "x".repeat(2 * LONGEST) + "\n{\"a\":\"b\"}"))
                .endsWith("\n{\"a\":\"b\"}");
    }

    private static String clipped(String json) throws IOException {
        InputStream bytes = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
        return new String(new ClippedStrings(bytes).readAllBytes(), StandardCharsets.UTF_8);
    }
}

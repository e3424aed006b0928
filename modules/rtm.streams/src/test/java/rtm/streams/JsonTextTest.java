package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.dslplatform.json.DslJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private final JsonText json = new JsonText();

    @Test
    void anObjectWithoutMembersIsEmpty() {
        assertThat(json.object(_ -> {})).isEqualTo("{}");
    }

    @Test
    void membersComeInTheOrderGiven() {
        assertThat(
                        json.object(members ->
                                members.text("b", "x")
                                        .number("a", -5)
                                        .object("c", inner -> inner.text("d", ""))))
                .isEqualTo("{\"b\":\"x\",\"a\":-5,\"c\":{\"d\":\"\"}}");
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscaped() {
        assertThat(text("\"\\\b\t\n\f\r\u0001\u001f/"))
                .isEqualTo("{\"t\":\"\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001F/\"}");
    }

    @Test
    void loneSurrogatesAndNullCharactersBecomeReplacements() {
        assertThat(text("\uD800x\uDC00\u0000")).isEqualTo("{\"t\":\"\uFFFDx\uFFFD\uFFFD\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "ünïcode \u007f \u0080 \u07ff \u0800 \uffff",
                "\uD83D\uDE80 \uDBFF\uDFFF",
                "\u2028 \u2029 </script>",
                "\"},{\"forged\":\"",
                "\\u0041 \\"
            })
    void whatIsWrittenIsReadBack(String value) throws IOException {
        assertThat(readBack(text(value))).isEqualTo(Map.of("t", value));
    }

    @Test
    void everyCharacterIsReadBack() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }

        assertThat(readBack(text(all.toString()))).isEqualTo(Map.of("t", all.toString()));
    }

    private static @Nullable Object readBack(String json) throws IOException {
        byte[] written = json.getBytes(StandardCharsets.UTF_8);
        return new DslJson<>().deserialize(Map.class, written, written.length);
    }

    private String text(String value) {
        return json.object(members -> members.text("t", value));
    }
}

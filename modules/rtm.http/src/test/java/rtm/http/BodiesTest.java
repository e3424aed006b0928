package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    private static final String START = Served.RUNTIMES + "/g1/start";
    private static final String IMAGE = "{\"image_ref\":\"galaxy/game:1.4.0\"}";

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json ; charset=\"UTF-8\"",
            })
    void jsonInUtf8IsRead(String type) throws IOException {
        assertThat(served.post(START, "Content-Type: " + type + "\r\n", IMAGE).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: application/json; charset=latin1\r\n",
                "Content-Type: application/json; boundary=x\r\n",
                "Content-Type: application/jsonp\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: application/json\r\nContent-Type: text/plain\r\n",
                "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            })
    void anyOtherKindOfBodyIsNotSupported(String headers) throws IOException {
        Answered answer = served.post(START, headers, IMAGE);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
        assertThat(served.operations()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                       | body is empty",
                "' '                                      | must be a JSON object",
                "null                                     | must be a JSON object",
                "[]                                       | must be a JSON object",
                "\"galaxy/game:1.4.0\"                    | must be a JSON object",
                "1                                        | must be a JSON object",
                "{}                                       | image_ref is missing",
                "{\"image\":\"a\"}                        | field image is unknown; expected image_ref",
                "{\"IMAGE_REF\":\"a\"}                    | field IMAGE_REF is unknown",
                "{\"image_ref\":\"a\",\"force\":true}     | field force is unknown",
                "{\"image_ref\":\"a\",\"é\":{}}           | field ? is unknown",
                "{\"image_ref\":null}                     | image_ref must be a text",
                "{\"image_ref\":5}                        | image_ref must be a text",
                "{\"image_ref\":true}                     | image_ref must be a text",
                "{\"image_ref\":[\"a\"]}                  | image_ref must be a text",
                "{\"image_ref\":{\"a\":\"b\"}}            | image_ref must be a text",
                "{\"image_ref\":\"a\",\"image_ref\":\"b\"}| Duplicate field 'image_ref'",
                "{\"image_ref\":\"a\",\"image\\u005fref\":\"b\"}| Duplicate field 'image_ref'",
                "{\"x\":{\"a\":1,\"a\":2}}                | Duplicate field 'a'",
                "{\"image_ref\":\"a\"} x                  | not valid JSON",
                "{\"image_ref\":\"a\"}{}                  | goes on after",
                "{\"image_ref\":\"a\"} null               | goes on after",
                "{\"image_ref\":\"a\",}                   | not valid JSON",
                "{\"image_ref\":\"a\"                     | not valid JSON",
                "{\"image_ref                             | not valid JSON",
                "{                                        | not valid JSON",
                "{'image_ref':'a'}                        | not valid JSON",
                "{image_ref:\"a\"}                        | not valid JSON",
                "{\"image_ref\":\"a\\q\"}                 | not valid JSON",
                "{\"image_ref\":+1}                       | not valid JSON",
                "{\"image_ref\":NaN}                      | not valid JSON",
                "{\"image_ref\":01}                       | not valid JSON",
                "/**/{\"image_ref\":\"a\"}                | not valid JSON",
            })
    void aBodyThatIsNotExactlyTheContractsIsRefused(String body, String message)
            throws IOException {
        Answered answer = served.post(START, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.message()).contains(message);
        assertThat(served.operations()).isZero();
    }

    @Test
    void aMissingBodyIsRefused() throws IOException {
        Answered answer =
                served.ask(
                        "POST", START, "Content-Type: application/json\r\nConnection: close\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("body is empty");
    }

    @Test
    void depthAndLengthHaveLimits() throws IOException {
        assertRefused("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}", "field a is unknown");
        assertRefused("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}", "not valid JSON");
        assertRefused("{\"a\":" + "[".repeat(60_000), "not valid JSON");
        assertRefused("{\"a\":\"" + "x".repeat(4096) + "\"}", "field a is unknown");
        assertRefused("{\"a\":[\"" + "x".repeat(4097) + "\"]}", "longer than 4096 characters");
        assertRefused("{\"" + "x".repeat(5000) + "\":1}", "not valid JSON");
        assertRefused("{\"a\":" + "9".repeat(5000) + "}", "not valid JSON");
    }

    private void assertRefused(String body, String message) throws IOException {
        Answered answer = served.post(START, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.message()).contains(message).hasSizeLessThan(400);
    }

    @Test
    void aTextThatIsTooLongIsRefusedWhereverItStands() throws IOException {
        assertRefused(
                "{\"image_ref\":\"" + "x".repeat(4097) + "\"}", "longer than 4096 characters");
        assertThat(served.post(START, "{\"image_ref\":\"" + "x".repeat(4096) + "\"}").code())
                .isEqualTo("start_config_invalid");
    }

    @Test
    void onlyUtf8IsRead() throws IOException {
        assertRefusedBytes("{\"image_ref\":\"a\"}".getBytes(StandardCharsets.UTF_16LE));
        assertRefusedBytes("{\"image_ref\":\"a\"}".getBytes(StandardCharsets.UTF_16));
        assertRefusedBytes("\ufeff{\"image_ref\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        assertRefusedBytes("{\"image_ref\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertRefusedBytes(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'});
        assertRefusedBytes(new byte[] {'{', '"', 1, '"', ':', '1', '}'});
    }

    private void assertRefusedBytes(byte[] body) throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(
                            "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(START, body.length))
                    .send(body);
            Answered answer = wire.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
        }
    }

    @Test
    void aChunkedBodyIsReadLikeAnyOther() throws IOException {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(
                    "POST "
                            + START
                            + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            wire.send("d\r\n{\"image_ref\":\r\n");
            wire.send("14\r\n\"galaxy/game:1.4.0\"}\r\n0\r\n\r\n");

            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(served.operations()).isEqualTo(1);
        }
    }

    @Test
    void aBrokenChunkEndsTheConnection() throws Exception {
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send(
                    "POST "
                            + START
                            + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n");

            assertThat(wire.rest()).isEmpty();
        }
        assertThat(served.operations()).isZero();
        assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void aBrokenTrailerEndsTheConnection() throws Exception {
        for (String path : new String[] {START, "/nowhere"}) {
            try (RawHttpClient wire = new RawHttpClient(served.port())) {
                wire.send(
                        "POST "
                                + path
                                + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n0\r\n: x\r\n\r\n");

                assertThat(wire.endOfRequest().rest()).doesNotContain("HTTP/1.1 5");
            }
        }
        assertThat(served.operations()).isZero();
        assertThat(served.server.drain(Duration.ofSeconds(5))).isTrue();
    }
}

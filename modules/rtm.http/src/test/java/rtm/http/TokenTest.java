package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served(Served.settings(256, Optional.of("s3cret-token")));
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer s3cret\r\n",
                "Authorization: Bearer s3cret-token2\r\n",
                "Authorization: Basic s3cret-token\r\n",
                "Authorization: s3cret-token\r\n",
            })
    void withoutTheTokenNothingButTheProbesIsServed(String header) throws IOException {
        for (String path : new String[] {Served.RUNTIMES, Served.RUNTIMES + "/g1", "/nowhere"}) {
            Answered answer = served.ask("GET", path, header);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthorized");
            assertThat(answer.header("www-authenticate")).contains("Bearer");
            assertThat(answer.body()).doesNotContain("s3cret");
        }
        assertThat(served.ask("DELETE", Served.RUNTIMES, header).status()).isEqualTo(401);
        assertThat(served.ask("GET", "/healthz", header).status()).isEqualTo(200);
        assertThat(served.ask("GET", "/readyz", header).status()).isEqualTo(200);
    }

    @Test
    void aStartWithoutTheTokenIsNotBegun() throws IOException {
        assertThat(RawHttpClient.ask(served.port(), Served.start()).status()).isEqualTo(401);
        assertThat(served.operations()).isZero();
    }

    @Test
    void theTokenForReadingOnlyReads() throws IOException {
        served.close();
        served =
                new Served(
                        new HttpSettings(
                                Optional.of("127.0.0.1"),
                                0,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                256,
                                Optional.of("s3cret-token"),
                                Optional.of("r3ad-token"),
                                Set.of(),
                                ConsoleMode.READ));
        String reading = "Authorization: Bearer r3ad-token\r\n";

        assertThat(served.ask("GET", Served.RUNTIMES, reading).status()).isEqualTo(200);
        assertThat(served.ask("HEAD", Served.RUNTIMES, reading).status()).isEqualTo(200);
        for (String change :
                new String[] {
                    "POST " + Served.RUNTIMES + "/g1/stop",
                    "POST /api/v1/internal/status/drain",
                    "DELETE " + Served.RUNTIMES + "/g1/container",
                    "DELETE /api/v1/internal/images?image_ref=a:1",
                    "POST /api/v1/internal/streams/trim",
                    "POST /api/v1/internal/nodes/close",
                    "POST /api/v1/internal/nodes/open",
                    "POST /api/v1/internal/nodes/retire?fenced=true",
                    "POST " + Served.RUNTIMES + "/g1/move"
                }) {
            int blank = change.indexOf(' ');
            Answered answer =
                    served.ask(change.substring(0, blank), change.substring(blank + 1), reading);
            assertThat(answer.status()).as(change).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("forbidden");
        }
        assertThat(served.operations()).isZero();
        assertThat(served.ask("GET", Served.RUNTIMES, "").status()).isEqualTo(401);
        assertThat(
                        served.ask(
                                        "DELETE",
                                        "/api/v1/internal/status/drain",
                                        "Authorization: Bearer s3cret-token\r\n")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void withTheTokenEverythingIsServed() throws IOException {
        served.close();
        served = new Served(Served.settings(256, Optional.of("s3cret-token")));

        assertThat(
                        served.ask("GET", Served.RUNTIMES, "Authorization: Bearer s3cret-token\r\n")
                                .status())
                .isEqualTo(200);
        assertThat(
                        served.ask("GET", Served.RUNTIMES, "authorization: bearer s3cret-token\r\n")
                                .status())
                .isEqualTo(200);
    }
}

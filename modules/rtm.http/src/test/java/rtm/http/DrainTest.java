package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;

class DrainTest {

    private static final String DRAIN = "/api/v1/internal/status/drain";
    private static final String NOT_DRAINING =
            "{\"draining\":false,\"since\":null,\"op_source\":null}";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void startsAreRefusedAndTheServiceIsNotReadyUntilTheDrainEnds() throws IOException {
        Answered drained = served.ask("POST", DRAIN, "X-Galaxy-Caller: gm\r\n");

        assertThat(drained.status()).isEqualTo(200);
        assertThat(drained.body())
                .startsWith("{\"draining\":true,\"since\":\"2026-")
                .endsWith("\",\"op_source\":\"gm_rest\"}");
        Answered start = RawHttpClient.ask(served.port(), Served.start());
        assertThat(start.status()).isEqualTo(503);
        assertThat(start.code()).isEqualTo("service_unavailable");
        assertThat(start.message()).startsWith("drain: no new games are started since 2026-");
        assertThat(served.rows()).isEmpty();
        assertThat(served.get("/readyz").status()).isEqualTo(503);
        assertThat(served.get("/readyz").message()).startsWith("no new games are started since");
        assertThat(served.get("/api/v1/internal/status").body())
                .contains("\"drain\":" + drained.body());
        assertThat(served.ask("POST", DRAIN, "").body()).isEqualTo(drained.body());

        assertThat(served.ask("DELETE", DRAIN, "").body()).isEqualTo(NOT_DRAINING);

        assertThat(RawHttpClient.ask(served.port(), Served.start()).status()).isEqualTo(200);
        assertThat(served.get("/readyz").status()).isEqualTo(200);
        assertThat(served.get("/api/v1/internal/status").status()).isEqualTo(200);
    }

    @Test
    void endingADrainThatIsNotThereChangesNothing() throws IOException {
        assertThat(served.ask("DELETE", DRAIN, "").body()).isEqualTo(NOT_DRAINING);
    }

    @Test
    void aBodyIsRefused() throws IOException {
        assertThat(served.post(DRAIN, "{\"stop\":true}").code()).isEqualTo("invalid_request");
    }
}

package rtm.main.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that go on: logs -f and events -f. */
final class FollowingTest {

    private static final String KEPT = "GET /api/v1/internal/events?follow=false";
    private static final String COMING = "GET /api/v1/internal/events?follow=true";
    private static final String LOGS =
            "GET /api/v1/internal/runtimes/game-1/logs?tail=100&follow=true";

    private AnsweringService service;

    @BeforeEach
    void serve() throws Exception {
        service = new AnsweringService();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static String health(String id, String game) {
        return """
        id: %s
        event: health
        data: {"game_id":"%s","status":"healthy","observed_at":"2026-04-28T11:55:00Z"}

        """
                .formatted(id, game);
    }

    private static String said(String id, String event) {
        return "id: %s\nevent: %s\ndata: {\"reason\":\"as it is\"}\n\n".formatted(id, event);
    }

    @Test
    void logsFollowUntilTheEngineEnds() {
        service.answers(
                LOGS,
                """
                event: output
                data: {"line":"one\\u001b[2J"}

                : still there

                event: output
                data: {"line":"two"}

                event: end
                data: {"reason":"the engine ended","engine_ended":true}

                """);

        assertThat(service.types("logs", "-f", "game-1")).isZero();
        assertThat(service.lines()).containsExactly("one\\x1b[2J", "two");
        assertThat(service.errors()).isEqualTo("the engine ended");
    }

    @Test
    void linesAreObjectsWhereThatIsAskedFor() {
        service.answers("GET /api/v1/internal/runtimes/game-1/logs?tail=100", "a \"b\"\n");

        assertThat(service.types("logs", "--json", "game-1")).isZero();
        assertThat(service.lines()).containsExactly("{\"line\":\"a \\\"b\\\"\"}");
    }

    @Test
    void anEndThatIsNotThatOfTheEngineFails() {
        service.answers(
                LOGS,
                """
                event: output
                data: {"line":"one"}

                event: end
                data: {"reason":"docker: did not answer within 2 s (ping)","engine_ended":false}

                """);

        assertThat(service.types("logs", "-f", "game-1")).isEqualTo(1);
        assertThat(service.lines()).containsExactly("one");
        assertThat(service.errors()).isEqualTo("docker: did not answer within 2 s (ping)");
    }

    @Test
    void aStreamOfLinesThatBreaksOffIsNotTakenForTheEnd() {
        service.answers(LOGS, "event: output\ndata: {\"line\":\"one\"}\n\n");

        assertThat(service.types("logs", "-f", "game-1")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo("The service ended the stream before the engine ended.");
    }

    @Test
    void eventsGoOnWhereTheyStoppedAfterABreak() {
        service.answers(KEPT, health("b-1", "kept"));
        service.answers(COMING, said("b-1", "open") + health("b-2", "first"));
        service.thenRefuses(COMING, 503, "service_unavailable");
        service.thenRefuses(COMING, 503, "service_unavailable");
        service.thenAnswers(COMING, health("b-3", "second"));
        service.readsUntil("second");

        assertThat(service.types("events", "-f")).isZero();
        assertThat(service.lines())
                .extracting(line -> line.split("  ", -1)[1])
                .containsExactly("kept", "first", "second");
        assertThat(service.errors())
                .isEqualTo("not now; waiting for it\nThe service answers again.");
        assertThat(lastIds()).containsExactly("-", "b-1", "b-2", "b-2", "b-2");
    }

    @Test
    void afterARestartOfTheServiceWhatItKeepsIsShown() {
        service.answers(KEPT, "");
        service.answers(COMING, health("b-1", "before") + said("b-1", "end"));
        service.thenAnswers(COMING, said("c-1", "reset"));
        service.thenAnswers(COMING, health("c-2", "after"));
        service.answers(KEPT, health("b-0", "old"));
        service.thenAnswers(KEPT, health("c-1", "boot"));
        service.readsUntil("after");

        assertThat(service.types("events", "-f")).isZero();
        assertThat(service.lines())
                .extracting(line -> line.split("  ", -1)[1])
                .containsExactly("old", "before", "boot", "after");
        assertThat(service.errors())
                .isEqualTo(
                        """
                        The stream ended: as it is
                        The service has restarted, or changes were missed; what it keeps follows.\
                        """);
        assertThat(lastIds()).containsExactly("-", "b-0", "b-1", "-", "c-1");
    }

    @Test
    void aRefusalThatStaysEndsIt() {
        service.answers(KEPT, "");
        service.refuses(COMING, 401, "unauthorized", "no token");

        assertThat(service.types("events", "-f")).isEqualTo(1);
        assertThat(service.errors())
                .isEqualTo(
                        "no token; set RTMANAGER_INTERNAL_HTTP_TOKEN_FILE in /etc/rtmanager/client.env, or RTMANAGER_INTERNAL_HTTP_TOKEN in the environment (unauthorized)");
    }

    private List<String> lastIds() {
        return service.requests().stream()
                .map(request ->
                        request.headers().getOrDefault("Last-event-id", List.of("-")).getFirst())
                .toList();
    }

    @Test
    void thatNothingHappenedYetIsSaid() {
        service.answers("GET /api/v1/internal/events?follow=false", "");
        service.answers(
                "GET /api/v1/internal/status",
                "{\"started_at\":\"2026-04-28T11:59:48Z\",\"dependencies\":[],\"problems\":[]}");

        assertThat(service.types("events")).isZero();
        assertThat(service.lines()).isEmpty();
        assertThat(service.errors())
                .isEqualTo("No change is kept since the service started, 12s ago.");
    }
}

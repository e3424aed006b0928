package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.GameId;

/** A game whose start job waits is not started yet, but will be. */
class WaitingStartTest {

    private static final String GAME = "/api/v1/internal/runtimes/game-1";

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
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /stop | {\"reason\":\"cancelled\"}",
                "POST | /restart | ''",
                "POST | /patch | {\"image_ref\":\"galaxy/game:1.4.1\"}",
                "DELETE | /container | ''"
            })
    void aRefusalSaysThatTheGameWillStart(String method, String path, String body)
            throws IOException {
        served.startJob("game-1", "galaxy/game:1.4.0").waitsFor("end of the drain");

        Answered answer = ask(method, path, body);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(answer.message())
                .isEqualTo(
                        "game game-1 has never been started here; a start job of game game-1 waits since %s, for the end of the drain; the game will start after that"
                                .formatted(
                                        served.pending
                                                .start(new GameId("game-1"))
                                                .orElseThrow()
                                                .since()));
    }

    @Test
    void aGameThatNobodyStartsIsUnknownAsBefore() throws IOException {
        assertThat(ask("POST", "/restart", "").message())
                .isEqualTo("game game-1 has never been started here");
    }

    private Answered ask(String method, String path, String body) throws IOException {
        return body.isEmpty()
                ? served.ask(method, GAME + path, "")
                : served.post(GAME + path, body);
    }
}

package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.Announcement;
import rtm.domain.model.Announcement.HealthEvent;
import rtm.domain.model.Announcement.JobResult;
import rtm.domain.model.Announcement.StartFailed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation.ContainerStarted;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.Verdict;
import rtm.streams.StreamsSettings.StreamKeys;

class ContractMessagesTest {

    private static final MessageId ID = new MessageId(new UUID(7, 7));
    private static final GameId GAME = new GameId("game-1");
    private static final ContainerId CONTAINER = new ContainerId("1f2a");
    private static final Instant AT = Instant.ofEpochMilli(1_714_081_234_567L);

    private final ContractMessages messages =
            new ContractMessages(new StreamKeys("starts", "stops", "results", "events", "intents"));

    @Test
    void aSuccessNamesContainerAndEndpoint() {
        OutboxMessage message =
                encode(
                        new JobResult(
                                GAME,
                                new Verdict.Done(),
                                Optional.of(CONTAINER),
                                Optional.of("http://galaxy-game-game-1:8080")));

        assertThat(message.id()).isEqualTo(ID);
        assertThat(message.stream()).isEqualTo("results");
        assertThat(message.gameId()).isEqualTo(GAME);
        assertThat(message.fields())
                .containsExactly(
                        entry("game_id", "game-1"),
                        entry("outcome", "success"),
                        entry("container_id", "1f2a"),
                        entry("engine_endpoint", "http://galaxy-game-game-1:8080"),
                        entry("error_code", ""),
                        entry("error_message", ""));
    }

    @Test
    void aReplayIsASuccessWithItsOwnCode() {
        OutboxMessage message =
                encode(
                        new JobResult(
                                GAME,
                                new Verdict.Replayed(),
                                Optional.of(CONTAINER),
                                Optional.of("http://galaxy-game-game-1:8080")));

        assertThat(message.fields())
                .containsEntry("outcome", "success")
                .containsEntry("container_id", "1f2a")
                .containsEntry("error_code", "replay_no_op")
                .containsEntry("error_message", "");
    }

    @Test
    void aFailureCarriesCodeAndMessageAndOtherwiseEmptyFields() {
        OutboxMessage message =
                encode(
                        new JobResult(
                                GAME,
                                new Verdict.Failed(
                                        ErrorCode.IMAGE_PULL_FAILED,
                                        "pull failed: manifest unknown"),
                                Optional.empty(),
                                Optional.empty()));

        assertThat(message.fields())
                .containsExactly(
                        entry("game_id", "game-1"),
                        entry("outcome", "failure"),
                        entry("container_id", ""),
                        entry("engine_endpoint", ""),
                        entry("error_code", "image_pull_failed"),
                        entry("error_message", "pull failed: manifest unknown"));
    }

    @Test
    void aHealthEventCarriesItsDetailsAsJson() {
        OutboxMessage message =
                encode(new HealthEvent(GAME, CONTAINER, AT, new ContainerStarted("galaxy/game:1")));

        assertThat(message.stream()).isEqualTo("events");
        assertThat(message.fields())
                .containsExactly(
                        entry("game_id", "game-1"),
                        entry("container_id", "1f2a"),
                        entry("event_type", "container_started"),
                        entry("occurred_at_ms", "1714081234567"),
                        entry("details", "{\"image_ref\":\"galaxy/game:1\"}"));
    }

    @ParameterizedTest
    @CsvSource({"IMAGE_PULL_FAILED", "CONTAINER_START_FAILED", "START_CONFIG_INVALID"})
    void anIntentIsOneEnvelopeNamedAfterItsCode(ErrorCode code) {
        OutboxMessage message =
                encode(new StartFailed(GAME, "galaxy/game:1.4.0", code, "it did not work", AT));

        assertThat(message.stream()).isEqualTo("intents");
        assertThat(message.fields()).containsOnlyKeys("envelope");
        assertThat(message.fields().firstEntry().getValue())
                .isEqualTo(
                        """
                        {"type":"runtime.CODE","producer":"rtmanager",\
                        "idempotency_key":"runtime.CODE:game-1:1714081234567",\
                        "audience":{"kind":"admin_email","email_address_kind":"runtime_CODE"},\
                        "payload":{"game_id":"game-1","image_ref":"galaxy/game:1.4.0",\
                        "error_code":"CODE","error_message":"it did not work",\
                        "attempted_at_ms":1714081234567}}\
                        """
                                .replace("CODE", code.wire()));
    }

    @Test
    void whatUtf8OrPostgresCannotHoldIsReplacedInPlainFieldsToo() {
        OutboxMessage message =
                encode(
                        new JobResult(
                                GAME,
                                new Verdict.Failed(
                                        ErrorCode.INTERNAL_ERROR, "a\u0000b\uD800c \uD83D\uDE80\n"),
                                Optional.empty(),
                                Optional.empty()));

        assertThat(message.fields())
                .containsEntry("error_message", "a\uFFFDb\uFFFDc \uD83D\uDE80\n");
    }

    private OutboxMessage encode(Announcement announcement) {
        return messages.encode(ID, announcement);
    }
}

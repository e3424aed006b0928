package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.model.Announcement;
import rtm.domain.model.Announcement.HealthEvent;
import rtm.domain.model.Announcement.JobResult;
import rtm.domain.model.Announcement.StartFailed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.ContainerStarted;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.model.HealthStatus;
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
    @MethodSource
    void eachHealthEventHasItsTypeItsDetailsAndItsStatus(
            HealthObservation observation, String type, String details, HealthStatus status) {
        OutboxMessage message = encode(new HealthEvent(GAME, CONTAINER, AT, observation));

        assertThat(message.fields())
                .containsExactly(
                        entry("game_id", "game-1"),
                        entry("container_id", "1f2a"),
                        entry("event_type", type),
                        entry("occurred_at_ms", "1714081234567"),
                        entry("details", details));
        assertThat(messages.details(observation)).isEqualTo(details);
        assertThat(observation.status()).isEqualTo(status);
    }

    static List<Arguments> eachHealthEventHasItsTypeItsDetailsAndItsStatus() {
        return List.of(
                arguments(
                        new ContainerExited(137, true),
                        "container_exited",
                        "{\"exit_code\":137,\"oom\":true}",
                        HealthStatus.EXITED),
                arguments(
                        new ContainerExited(7, false),
                        "container_exited",
                        "{\"exit_code\":7,\"oom\":false}",
                        HealthStatus.EXITED),
                arguments(
                        new ContainerOom(137),
                        "container_oom",
                        "{\"exit_code\":137}",
                        HealthStatus.OOM),
                arguments(
                        new ContainerDisappeared(),
                        "container_disappeared",
                        "{}",
                        HealthStatus.CONTAINER_DISAPPEARED),
                arguments(
                        new InspectUnhealthy(3, ContainerState.RUNNING, "unhealthy"),
                        "inspect_unhealthy",
                        "{\"restart_count\":3,\"state\":\"running\",\"health\":\"unhealthy\"}",
                        HealthStatus.INSPECT_UNHEALTHY),
                arguments(
                        new InspectUnhealthy(0, ContainerState.PAUSED, ""),
                        "inspect_unhealthy",
                        "{\"restart_count\":0,\"state\":\"paused\",\"health\":\"\"}",
                        HealthStatus.INSPECT_UNHEALTHY),
                arguments(
                        new InspectUnhealthy(0, ContainerState.EXITED, ""),
                        "inspect_unhealthy",
                        "{\"restart_count\":0,\"state\":\"exited\",\"health\":\"\"}",
                        HealthStatus.EXITED),
                arguments(
                        new ProbeFailed(3, 0, "say \"no\"\n\u0000"),
                        "probe_failed",
                        "{\"consecutive_failures\":3,\"last_status\":0,"
                                + "\"last_error\":\"say \\\"no\\\"\\n\uFFFD\"}",
                        HealthStatus.PROBE_FAILED),
                arguments(
                        new ProbeRecovered(3),
                        "probe_recovered",
                        "{\"prior_failure_count\":3}",
                        HealthStatus.HEALTHY));
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

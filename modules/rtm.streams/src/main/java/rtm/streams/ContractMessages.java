package rtm.streams;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import rtm.domain.model.Announcement;
import rtm.domain.model.Announcement.HealthEvent;
import rtm.domain.model.Announcement.JobResult;
import rtm.domain.model.Announcement.StartFailed;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.ContainerStarted;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.Verdict;
import rtm.domain.port.MessageEncoder;

/** The entries of the three published streams, field by field (examples). */
final class ContractMessages implements MessageEncoder {

    private static final String REPLAY = "replay_no_op";
    private static final String NOTHING = "";

    private final StreamsSettings.StreamKeys streams;
    private final JsonText json = new JsonText();

    ContractMessages(StreamsSettings.StreamKeys streams) {
        this.streams = streams;
    }

    @Override
    public OutboxMessage encode(MessageId id, Announcement announcement) {
        return switch (announcement) {
            case JobResult result ->
                    message(id, streams.jobResults(), announcement, fields(result));
            case HealthEvent event ->
                    message(id, streams.healthEvents(), announcement, fields(event));
            case StartFailed failed ->
                    message(id, streams.notificationIntents(), announcement, fields(failed));
        };
    }

    private static OutboxMessage message(
            MessageId id,
            String stream,
            Announcement announcement,
            SequencedMap<String, String> fields) {
        return new OutboxMessage(id, stream, announcement.gameId(), fields);
    }

    private static SequencedMap<String, String> fields(JobResult result) {
        ResultFields outcome = ResultFields.of(result.verdict());
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", result.gameId().value());
        fields.put("outcome", outcome.word());
        fields.put("container_id", clean(result.container().map(ContainerId::value).orElse("")));
        fields.put("engine_endpoint", clean(result.engineEndpoint().orElse("")));
        fields.put("error_code", outcome.errorCode());
        fields.put("error_message", clean(outcome.errorMessage()));
        return fields;
    }

    private SequencedMap<String, String> fields(HealthEvent event) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", event.gameId().value());
        fields.put("container_id", clean(event.container().value()));
        fields.put("event_type", event.observation().eventType());
        fields.put("occurred_at_ms", millis(event.occurredAt()));
        fields.put("details", details(event.observation()));
        return fields;
    }

    private SequencedMap<String, String> fields(StartFailed failed) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("envelope", envelope(failed));
        return fields;
    }

    private String envelope(StartFailed failed) {
        ErrorCode code = failed.code();
        String type = "runtime." + code.wire();
        String attemptedAt = millis(failed.attemptedAt());
        return json.object(envelope ->
                envelope.text("type", type)
                        .text("producer", "rtmanager")
                        .text("idempotency_key", type + ":" + failed.gameId() + ":" + attemptedAt)
                        .object(
                                "audience",
                                audience ->
                                        audience.text("kind", "admin_email")
                                                .text(
                                                        "email_address_kind",
                                                        "runtime_" + code.wire()))
                        .object(
                                "payload",
                                payload ->
                                        payload.text("game_id", failed.gameId().value())
                                                .text("image_ref", failed.image())
                                                .text("error_code", code.wire())
                                                .text("error_message", failed.message())
                                                .number(
                                                        "attempted_at_ms",
                                                        failed.attemptedAt().toEpochMilli())));
    }

    @Override
    public String details(HealthObservation observation) {
        return switch (observation) {
            case ContainerStarted(String image) ->
                    json.object(details -> details.text("image_ref", image));
            case ContainerExited(int exitCode, boolean oom) ->
                    json.object(details -> details.number("exit_code", exitCode).truth("oom", oom));
            case ContainerOom(int exitCode) ->
                    json.object(details -> details.number("exit_code", exitCode));
            case ContainerDisappeared() -> json.object(_ -> {});
            case InspectUnhealthy(int restartCount, ContainerState state, String health) ->
                    json.object(details ->
                            details.number("restart_count", restartCount)
                                    .text("state", state.wire())
                                    .text("health", health));
            case ProbeFailed(int consecutiveFailures, int lastStatus, String lastError) ->
                    json.object(details ->
                            details.number("consecutive_failures", consecutiveFailures)
                                    .number("last_status", lastStatus)
                                    .text("last_error", lastError));
            case ProbeRecovered(int priorFailureCount) ->
                    json.object(
                            details -> details.number("prior_failure_count", priorFailureCount));
        };
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static String clean(String text) {
        return Text.clean(text);
    }

    /** A verdict in the words of the contract with Lobby. */
    private record ResultFields(String word, String errorCode, String errorMessage) {

        static ResultFields of(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Done() -> new ResultFields("success", NOTHING, NOTHING);
                case Verdict.Replayed() -> new ResultFields("success", REPLAY, NOTHING);
                case Verdict.Failed(ErrorCode code, String message) ->
                        new ResultFields("failure", code.wire(), message);
            };
        }
    }
}

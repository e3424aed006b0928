package rtm.domain.fake;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import rtm.domain.model.Announcement;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.MessageId;
import rtm.domain.model.OutboxMessage;
import rtm.domain.model.Verdict;
import rtm.domain.port.MessageEncoder;

/**
 * Writes announcements as flat fields, on the streams' default keys, for tests that check what was
 * reported, not its format. An intent has flat fields instead of an envelope.
 */
public final class PlainMessageEncoder implements MessageEncoder {

    /** The key of the job results. */
    public static final String JOB_RESULTS = "runtime:job_results";

    /** The key of the health events. */
    public static final String HEALTH_EVENTS = "runtime:health_events";

    /** The key of the intents for admins. */
    public static final String INTENTS = "notification:intents";

    /** Needs nothing. */
    public PlainMessageEncoder() {}

    @Override
    public OutboxMessage encode(MessageId id, Announcement announcement) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("game_id", announcement.gameId().value());
        String stream =
                switch (announcement) {
                    case Announcement.JobResult result -> {
                        fill(fields, result);
                        yield JOB_RESULTS;
                    }
                    case Announcement.HealthEvent event -> {
                        fill(fields, event);
                        yield HEALTH_EVENTS;
                    }
                    case Announcement.StartFailed failed -> {
                        fill(fields, failed);
                        yield INTENTS;
                    }
                };
        return new OutboxMessage(id, stream, announcement.gameId(), fields);
    }

    private static void fill(SequencedMap<String, String> fields, Announcement.JobResult result) {
        fields.put("container_id", result.container().map(ContainerId::value).orElse(""));
        fields.put("engine_endpoint", result.engineEndpoint().orElse(""));
        switch (result.verdict()) {
            case Verdict.Done() -> outcome(fields, "success", "", "");
            case Verdict.Replayed() -> outcome(fields, "success", "replay_no_op", "");
            case Verdict.Failed(var code, var message) ->
                    outcome(fields, "failure", code.wire(), message);
        }
    }

    private static void outcome(
            SequencedMap<String, String> fields, String outcome, String code, String message) {
        fields.put("outcome", outcome);
        fields.put("error_code", code);
        fields.put("error_message", message);
    }

    private void fill(SequencedMap<String, String> fields, Announcement.HealthEvent event) {
        fields.put("container_id", event.container().value());
        fields.put("event_type", event.observation().eventType());
        fields.put("occurred_at_ms", Long.toString(event.occurredAt().toEpochMilli()));
        fields.put("details", details(event.observation()));
    }

    private static void fill(SequencedMap<String, String> fields, Announcement.StartFailed failed) {
        fields.put("type", "runtime." + failed.code().wire());
        fields.put("image_ref", failed.image());
        fields.put("error_code", failed.code().wire());
        fields.put("error_message", failed.message());
        fields.put("attempted_at_ms", Long.toString(failed.attemptedAt().toEpochMilli()));
    }

    @Override
    public String details(HealthObservation observation) {
        return switch (observation) {
            case HealthObservation.ContainerStarted(String image) ->
                    "{\"image_ref\":\"" + image + "\"}";
            case HealthObservation.ContainerExited(int exitCode, boolean oom) ->
                    "{\"exit_code\":%d,\"oom\":%b}".formatted(exitCode, oom);
            case HealthObservation.ContainerOom(int exitCode) ->
                    "{\"exit_code\":%d}".formatted(exitCode);
            case HealthObservation.ContainerDisappeared() -> "{}";
            case HealthObservation.InspectUnhealthy(var restartCount, var state, var health) ->
                    "{\"restart_count\":%d,\"state\":\"%s\",\"health\":\"%s\"}"
                            .formatted(restartCount, state.wire(), health);
            case HealthObservation.ProbeFailed(var failures, var lastStatus, var lastError) ->
                    "{\"consecutive_failures\":%d,\"last_status\":%d,\"last_error\":\"%s\"}"
                            .formatted(failures, lastStatus, lastError);
            case HealthObservation.ProbeRecovered(int priorFailureCount) ->
                    "{\"prior_failure_count\":%d}".formatted(priorFailureCount);
        };
    }
}

package rtm.domain.log;

import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthObservation.ContainerDisappeared;
import rtm.domain.model.HealthObservation.ContainerExited;
import rtm.domain.model.HealthObservation.ContainerOom;
import rtm.domain.model.HealthObservation.ContainerStarted;
import rtm.domain.model.HealthObservation.InspectUnhealthy;
import rtm.domain.model.HealthObservation.ProbeFailed;
import rtm.domain.model.HealthObservation.ProbeRecovered;
import rtm.domain.model.HealthSource;
import rtm.domain.text.Plural;

/**
 * The line of a health event, with the same keys for all events and observers: a warning if
 * something is wrong with an engine.
 *
 * @param log the log of the observer
 */
public record HealthEventLine(Log log) {

    /** Writes the line. */
    public void write(
            GameId game, ContainerId container, HealthSource source, HealthObservation seen) {
        LogField[] pairs = {
            LogField.of("game_id", game),
            LogField.of("container_id", container),
            LogField.of("event_type", seen.eventType()),
            LogField.of("source", source),
            LogField.of("details", details(seen))
        };
        if (isWrong(seen)) {
            log.warn("health event", pairs);
        } else {
            log.info("health event", pairs);
        }
    }

    private static boolean isWrong(HealthObservation seen) {
        return switch (seen) {
            case ContainerStarted _, ProbeRecovered _ -> false;
            case ContainerExited _,
                    ContainerOom _,
                    ContainerDisappeared _,
                    InspectUnhealthy _,
                    ProbeFailed _ ->
                    true;
        };
    }

    private static String details(HealthObservation seen) {
        return switch (seen) {
            case ContainerStarted(String image) -> "image " + image;
            case ContainerExited(int code, boolean oom) ->
                    "exit code " + code + (oom ? ", out of memory" : "");
            case ContainerOom(int code) -> "exit code " + code + ", out of memory";
            case ContainerDisappeared _ -> "";
            case InspectUnhealthy(int restarts, var state, String health) ->
                    "state %s, health %s, %s"
                            .formatted(
                                    state.wire(),
                                    health.isEmpty() ? "not checked" : health,
                                    Plural.of(restarts, "restart"));
            case ProbeFailed(int failures, int status, String error) ->
                    "%s, last status %d, %s"
                            .formatted(Plural.of(failures, "failure"), status, error);
            case ProbeRecovered(int failures) -> "after " + Plural.of(failures, "failure");
        };
    }
}

package rtm.domain.model;

/** An observation of a container: the type of a health event and the details of that type. */
public sealed interface HealthObservation {

    /** The event's type, as the contract names it. */
    default String eventType() {
        return switch (this) {
            case ContainerStarted _ -> "container_started";
            case ContainerExited _ -> "container_exited";
            case ContainerOom _ -> "container_oom";
            case ContainerDisappeared _ -> "container_disappeared";
            case InspectUnhealthy _ -> "inspect_unhealthy";
            case ProbeFailed _ -> "probe_failed";
            case ProbeRecovered _ -> "probe_recovered";
        };
    }

    /** The status that this observation gives the health snapshot. */
    default HealthStatus status() {
        return switch (this) {
            case ContainerStarted _ -> HealthStatus.STARTING;
            case ProbeRecovered _ -> HealthStatus.HEALTHY;
            case ContainerExited _ -> HealthStatus.EXITED;
            case ContainerOom _ -> HealthStatus.OOM;
            case ContainerDisappeared _ -> HealthStatus.CONTAINER_DISAPPEARED;
            case InspectUnhealthy(_, ContainerState state, _) ->
                    state == ContainerState.EXITED
                            ? HealthStatus.EXITED
                            : HealthStatus.INSPECT_UNHEALTHY;
            case ProbeFailed _ -> HealthStatus.PROBE_FAILED;
        };
    }

    /**
     * Whether the engine ended, or its container disappeared, without a request of this service.
     */
    default boolean unexpectedEnd() {
        return switch (this) {
            case ContainerExited _, ContainerOom _, ContainerDisappeared _ -> true;
            case InspectUnhealthy(_, ContainerState state, _) -> state == ContainerState.EXITED;
            case ContainerStarted _, ProbeFailed _, ProbeRecovered _ -> false;
        };
    }

    /**
     * The container was created and started.
     *
     * @param image the reference it was created from
     */
    record ContainerStarted(String image) implements HealthObservation {}

    /**
     * The engine exited with a code other than 0, and this service had not stopped it.
     *
     * @param exitCode the exit code that Docker reports
     * @param oom whether the kernel killed it because memory ran out
     */
    record ContainerExited(int exitCode, boolean oom) implements HealthObservation {}

    /**
     * The kernel killed the engine because memory ran out.
     *
     * @param exitCode the exit code that Docker reports
     */
    record ContainerOom(int exitCode) implements HealthObservation {}

    /** The container disappeared, and this service had not removed it. */
    record ContainerDisappeared() implements HealthObservation {}

    /**
     * Docker reports a bad state of the container. With the state {@code exited}, the engine exited
     * with code 0 and this service had not stopped it.
     *
     * @param restartCount how often Docker itself has restarted it
     * @param state Docker's word for its state
     * @param health Docker's word for its health; empty if its image declares no check
     */
    record InspectUnhealthy(int restartCount, ContainerState state, String health)
            implements HealthObservation {}

    /**
     * The engine failed several probes in a row.
     *
     * @param consecutiveFailures the number of failed probes
     * @param lastStatus the HTTP status of the last answer; 0 without an answer
     * @param lastError what was wrong with the last probe
     */
    record ProbeFailed(int consecutiveFailures, int lastStatus, String lastError)
            implements HealthObservation {}

    /**
     * The engine answers probes again.
     *
     * @param priorFailureCount how many probes had failed in a row
     */
    record ProbeRecovered(int priorFailureCount) implements HealthObservation {}
}

package rtm.domain.model;

/** What was observed of a container: the type of a health event with that type's details. */
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

    /** What the health snapshot says once this was observed. */
    default HealthStatus status() {
        return switch (this) {
            case ContainerStarted _, ProbeRecovered _ -> HealthStatus.HEALTHY;
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

    /** Whether the engine has ended by this, or went, without anybody here asking for it. */
    default boolean unaskedEnd() {
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
     * The engine ended with a code that is not 0, and nobody here had asked for it.
     *
     * @param exitCode the code that Docker reports
     * @param oom whether the kernel ended it for want of memory
     */
    record ContainerExited(int exitCode, boolean oom) implements HealthObservation {}

    /**
     * The kernel ended the engine for want of memory.
     *
     * @param exitCode the code that Docker reports
     */
    record ContainerOom(int exitCode) implements HealthObservation {}

    /** The container went, and nobody here had removed it. */
    record ContainerDisappeared() implements HealthObservation {}

    /**
     * Docker's own view of the container is a bad one. With the state {@code exited} it is the end
     * of an engine with the code 0 that nobody here had asked for.
     *
     * @param restartCount how often Docker has started it again by itself
     * @param state Docker's word for its state
     * @param health Docker's word for its health; empty when its image declares no check
     */
    record InspectUnhealthy(int restartCount, ContainerState state, String health)
            implements HealthObservation {}

    /**
     * The engine failed to say that it is well, so many times in a row.
     *
     * @param consecutiveFailures how many times
     * @param lastStatus the HTTP status of the last answer; 0 when there was none
     * @param lastError what was wrong with the last one, in words
     */
    record ProbeFailed(int consecutiveFailures, int lastStatus, String lastError)
            implements HealthObservation {}

    /**
     * The engine says that it is well again.
     *
     * @param priorFailureCount how many times in a row it had failed to
     */
    record ProbeRecovered(int priorFailureCount) implements HealthObservation {}
}

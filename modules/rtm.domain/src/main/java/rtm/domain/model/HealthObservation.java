package rtm.domain.model;

/** What was observed of a container: the type of a health event with that type's details. */
public sealed interface HealthObservation {

    /** The event's type, as the contract names it. */
    default String eventType() {
        return switch (this) {
            case ContainerStarted _ -> "container_started";
        };
    }

    /**
     * The container was created and started.
     *
     * @param image the reference it was created from
     */
    record ContainerStarted(String image) implements HealthObservation {}
}

package rtm.domain.model;

/**
 * The full id that Docker gave a container. Containers are changed by id only, never by name.
 *
 * @param value hexadecimal, 64 characters with today's daemons
 */
public record ContainerId(String value) {

    /**
     * @throws IllegalArgumentException if the value is blank
     */
    public ContainerId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a container id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

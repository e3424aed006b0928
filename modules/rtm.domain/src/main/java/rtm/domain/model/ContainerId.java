package rtm.domain.model;

import java.util.regex.Pattern;

/**
 * The full id that Docker gave a container. Containers are changed by id only, never by name.
 *
 * @param value hexadecimal, 64 characters with today's daemons
 */
public record ContainerId(String value) implements PrintedName {

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    /**
     * @throws IllegalArgumentException if no container can have this id
     */
    public ContainerId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a container id is 1 to 128 letters, digits, dots, hyphens or underscores");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

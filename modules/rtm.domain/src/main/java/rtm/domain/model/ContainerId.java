package rtm.domain.model;

/**
 * The full id that Docker gave a container. Containers are changed by id only, never by name.
 *
 * @param value hexadecimal, 64 characters with today's daemons
 */
public record ContainerId(String value) implements PrintedName {

    private static final int LONGEST = 128;

    /**
     * @throws IllegalArgumentException if no container can have this id
     */
    public ContainerId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "a container id is 1 to 128 letters, digits, dots, hyphens or underscores");
        }
    }

    /** Without a regular expression: lists read thousands of ids. */
    private static boolean isValid(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!AsciiName.isAlphanumeric(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST;
    }

    @Override
    public String toString() {
        return value;
    }
}

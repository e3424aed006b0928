package rtm.domain.model;

/** The characters that names consist of. */
final class AsciiName {

    private AsciiName() {}

    /** An ASCII letter or digit. */
    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}

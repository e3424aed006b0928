package rtm.store.dsn;

import rtm.domain.text.PercentCode;

/** The text of one part of a DSN. */
final class DsnText {

    private DsnText() {}

    /**
     * A part of a DSN without its percent-encoding.
     *
     * @throws IllegalArgumentException with a sentence that does not contain the text
     */
    static String decode(String part) {
        String decoded = PercentCode.decode(part);
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it has a %00, which PostgreSQL does not accept");
        }
        return decoded;
    }
}

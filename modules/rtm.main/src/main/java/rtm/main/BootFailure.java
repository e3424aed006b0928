package rtm.main;

import java.io.Serial;

/** The process cannot start; the message is one plain sentence for an operator. */
final class BootFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    BootFailure(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}

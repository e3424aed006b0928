package rtm.workers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import rtm.domain.model.Labels;

/** What a daemon may send inside a stream of events that it goes on with. */
enum EventLie {
    /** No JSON. */
    GARBAGE("\u0001garbage \u00ff\u001b[31m\n"),
    /** {@code null}. */
    NULL("null\n"),
    /** Other values than an object. */
    NO_OBJECTS("[]\n7\n\"die\"\ntrue\n"),
    /** Everything is missing. */
    NO_FIELDS("{}\n"),
    /** Every field that counts is null. */
    NULL_FIELDS("{\"Action\":null,\"timeNano\":null,\"Actor\":null}\n"),
    /** Fields of other types. */
    WRONG_TYPES("{\"Action\":7,\"timeNano\":\"noon\",\"Actor\":[]}\n"),
    /** Two values in one line, and one value in two lines. */
    BROKEN_LINES("{}{}\n{\"Action\":\n\"die\"}\n"),
    /** A line that takes far more than its bound. */
    ENDLESS(LongLine.pieces()),
    /** An engine that runs has ended. */
    DIE(die("CONTAINER", "GAME", "\"3\"")),
    /** It has ended twice, with different codes. */
    DIE_TWICE(die("CONTAINER", "GAME", "\"3\""), die("CONTAINER", "GAME", "\"0\"")),
    /** It has ended with a code that is none. */
    DIE_OF_NO_CODE(
            die("CONTAINER", "GAME", "\"many\""),
            die("CONTAINER", "GAME", "null"),
            die("CONTAINER", "GAME", "\"99999999999999999999\"")),
    /** A container has ended that is not there, of a game that is. */
    DIE_OF_NOBODY(die("c0ffee" + "9".repeat(58), "GAME", "\"3\"")),
    /** An engine that runs has ended, of another game. */
    DIE_OF_ANOTHER_GAME(die("CONTAINER", "other", "\"3\"")),
    /** A container that is there was removed. */
    DESTROY(event("destroy", "CONTAINER", "GAME", "\"0\"")),
    /** An engine that runs ran out of memory, and was started. */
    OOM(event("oom", "CONTAINER", "GAME", "\"0\""), event("start", "CONTAINER", "GAME", "\"0\""));

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
    private final List<String> pieces;

    EventLie(String... pieces) {
        this.pieces = List.of(pieces);
    }

    /** What is sent, about this container of this game. */
    Stream<String> pieces(String container, String game) {
        return pieces.stream()
                .map(piece -> piece.replace("CONTAINER", container).replace("GAME", game));
    }

    private static String die(String container, String game, String code) {
        return event("die", container, game, code);
    }

    private static String event(String action, String container, String game, String code) {
        return """
        {"Action":"%s","timeNano":1777360734000000000,"Actor":{"ID":"%s","Attributes":\
        {"%s":"%s","%s":"%s","exitCode":%s}}}
        """
                .formatted(
                        action,
                        container,
                        Labels.OWNER,
                        Labels.OWNER_VALUE,
                        Labels.GAME_ID,
                        game,
                        code);
    }

    /** Enumerations cannot use their own constants before these exist. */
    private static final class LongLine {
        private static final int PIECE = 1 << 20;
        private static final int PIECES = 20;

        static String[] pieces() {
            String[] pieces = new String[PIECES + 1];
            Arrays.fill(pieces, "x".repeat(PIECE));
            pieces[PIECES] = "\n";
            return pieces;
        }
    }
}

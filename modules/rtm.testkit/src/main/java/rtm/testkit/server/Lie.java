package rtm.testkit.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

/** How a daemon may answer without telling the truth. */
public enum Lie {
    /** No JSON. */
    GARBAGE,
    /** Nothing at all, with a status that says all is well. */
    EMPTY,
    /** {@code null}. */
    NULL,
    /** {@code {}}: everything is missing. */
    NO_FIELDS,
    /** {@code []}: there is nothing. */
    NOTHING_THERE,
    /** Every field that counts is null. */
    NULL_FIELDS,
    /** It does not exist, although it does. */
    NOT_FOUND,
    /** Refused with words that nobody knows, and not done. */
    REFUSED,
    /** Refused although it was done. */
    REFUSED_BUT_DONE,
    /** Refused although it is done a moment later. */
    REFUSED_AND_DONE_LATER,
    /** The labels of another game's container. */
    OTHER_LABELS,
    /** The id of somebody else's container. */
    OTHER_ID,
    /** What runs has ended; nothing in the answer contradicts that. */
    ENDED,
    /** Accepted and never done. */
    ACCEPTED_NOT_DONE,
    /** Refused with words without an end. */
    LONG_REFUSAL,
    /** A body without an end. */
    ENDLESS,
    /** A head without an end. */
    LONG_HEAD,
    /** No answer. */
    SILENT,
    /** The connection is closed before the first byte of the answer. */
    CUT_AT_ONCE,
    /** It is closed in the head of the answer. */
    CUT_IN_HEAD,
    /** It is closed in the middle of the answer. */
    CUT_IN_MIDDLE,
    /** It is closed before the last byte of the answer. */
    CUT_AT_END;

    private static final Pattern GAME_LABEL = Pattern.compile("(\"com.galaxy.game_id\":\")[^\"]+");
    private static final Pattern ID = Pattern.compile("(\"Id\":\")[0-9a-f]+");
    private static final Pattern STATE = Pattern.compile("(\"(?:State|Status)\":\")running");
    private static final int MUCH = 16_000;
    private static final byte[] NONE = {};

    /**
     * The answer; the truth is done only if this lie does it.
     *
     * @param later takes what is done after the answer
     */
    Reply tell(Supplier<Reply> truth, Consumer<Runnable> later) {
        return switch (this) {
            case GARBAGE -> Reply.json(200, "\u0001garbage \u00ff\u001b[31m");
            case EMPTY -> Reply.json(200, "");
            case NULL -> Reply.json(200, "null");
            case NO_FIELDS -> Reply.json(200, "{}");
            case NOTHING_THERE -> Reply.json(200, "[]");
            case NULL_FIELDS ->
                    Reply.json(
                            200,
                            """
                            {"Id":null,"ID":null,"Name":null,"State":null,"Config":null,\
                            "Driver":null,"ApiVersion":null,"MinAPIVersion":null}\
                            """);
            case NOT_FOUND -> Reply.json(404, "{\"message\":\"no such thing\"}");
            case REFUSED -> refusal("words that nobody knows");
            case REFUSED_BUT_DONE -> {
                Reply _ = truth.get();
                yield refusal("words that nobody knows");
            }
            case REFUSED_AND_DONE_LATER -> {
                later.accept(() -> {
                    Reply _ = truth.get();
                });
                yield refusal("words that nobody knows");
            }
            case OTHER_LABELS -> changed(truth.get(), GAME_LABEL, "$1other");
            case OTHER_ID -> changed(truth.get(), ID, "$1" + ContainerTable.FIRST_ID);
            case ENDED -> changed(truth.get(), STATE, "$1exited");
            case ACCEPTED_NOT_DONE -> Reply.json(204, "");
            case LONG_REFUSAL ->
                    new Reply.Raw(
                            bytes("HTTP/1.1 500 No\r\n\r\n{\"message\":\"words "),
                            bytes("x".repeat(MUCH)),
                            End.WELL);
            case ENDLESS ->
                    new Reply.Raw(
                            bytes("HTTP/1.1 200 OK\r\n\r\n[\""),
                            bytes("{\"a\":[\"".repeat(MUCH / 6)),
                            End.WELL);
            case LONG_HEAD ->
                    new Reply.Raw(
                            bytes("HTTP/1.1 200 OK\r\nX: "), bytes("x".repeat(MUCH)), End.WELL);
            case SILENT -> Reply.silence();
            case CUT_AT_ONCE -> cut(truth.get(), 0, 1);
            case CUT_IN_HEAD -> cut(truth.get(), 1, 9);
            case CUT_IN_MIDDLE -> cut(truth.get(), 4, 5);
            case CUT_AT_END -> cut(truth.get(), 99, 100);
        };
    }

    private static Reply cut(Reply truth, int part, int of) {
        if (!(truth instanceof Reply.Whole whole)) {
            return new Reply.Raw(NONE, NONE, End.CUT);
        }
        byte[] all = FakeDaemon.bytes(whole);
        return new Reply.Raw(Arrays.copyOf(all, all.length * part / of), NONE, End.CUT);
    }

    /** Whether nothing shows that it is a lie. */
    public boolean isBelievable() {
        return this == ENDED;
    }

    /** Whether it changes what is said about a container, and nothing else. */
    public boolean isAboutContainers() {
        return this == OTHER_LABELS || this == OTHER_ID || this == ENDED;
    }

    private static Reply changed(Reply truth, Pattern what, String to) {
        return truth instanceof Reply.Whole(int status, String body)
                ? Reply.json(status, what.matcher(body).replaceAll(to))
                : truth;
    }

    private static Reply refusal(String words) {
        return Reply.json(500, "{\"message\":\"" + words + "\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

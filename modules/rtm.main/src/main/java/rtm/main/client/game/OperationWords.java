package rtm.main.client.game;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rtm.domain.text.Ages;
import rtm.domain.text.Causes;
import rtm.domain.text.Terms;
import rtm.main.client.call.Fields;

/** An operation in a few words. */
public final class OperationWords {

    private static final Duration SHORT = Duration.ofSeconds(10);

    private OperationWords() {}

    /** Such as {@code restart, admin, ok}. */
    public static String of(Fields operation) {
        return operation
                .text("op_kind")
                .map(kind ->
                        Terms.ended(
                                kind,
                                operation.shown("op_source"),
                                operation.text("outcome").orElse(""),
                                operation.text("error_code")))
                .orElse("-");
    }

    /** The same; of one in progress, since when and what it waits for. */
    static String of(Fields operation, Instant now) {
        return isOpen(operation)
                ? Terms.open(
                        operation.shown("op_kind"),
                        operation.shown("op_source"),
                        age(operation, now),
                        operation
                                .text("waits_for")
                                .map(_ -> operation.text("image_ref").orElse("its image")))
                : of(operation);
    }

    /**
     * The last operation of a game; if it changed nothing, behind the one that did.
     *
     * @param change the latest operation that changed something, if that is another one
     */
    public static String of(Fields last, Fields change, Instant now) {
        String attempt = of(last, now);
        return change.values().isEmpty() ? attempt : Terms.since(of(change, now), attempt);
    }

    /** One in progress, such as {@code start of galaxy/game:1.4.0 by lobby for 42s}, and why. */
    public static String inProgress(Fields open, Instant now) {
        return inProgress(open, now, open.text("waits_for"));
    }

    /**
     * The same; one of a job may wait until a cause has gone.
     *
     * @param causes what is wrong
     */
    public static String inProgress(Fields open, Instant now, Causes causes) {
        return inProgress(
                open,
                now,
                open.text("waits_for")
                        .or(() -> causes.holdUp(open.shown("op_kind"), open.shown("op_source"))));
    }

    private static String inProgress(Fields open, Instant now, Optional<String> waitsFor) {
        return Terms.inProgress(
                open.shown("op_kind"),
                open.text("image_ref"),
                open.shown("op_source"),
                age(open, now),
                waitsFor);
    }

    /** The kind and the image. */
    static String what(Fields operation) {
        return kind(operation.shown("op_kind"))
                + operation.text("image_ref").map(" of "::concat).orElse("");
    }

    private static boolean isOpen(Fields operation) {
        return "in_progress".equals(operation.shown("outcome"));
    }

    private static Optional<Duration> age(Fields operation, Instant now) {
        return operation.time("started_at").map(then -> Duration.between(then, now));
    }

    public static String kind(String kind) {
        return Terms.kind(kind);
    }

    public static String source(Fields operation) {
        return operation.text("op_source").map(Terms::source).orElse("-");
    }

    public static String outcome(Fields operation) {
        return operation
                .text("outcome")
                .map(outcome -> Terms.outcome(outcome, operation.text("error_code")))
                .orElse("-");
    }

    /** How long it took, or takes already. */
    public static String took(Fields operation, Instant now) {
        if (isOpen(operation)) {
            return age(operation, now).map(Ages::of).orElse("-");
        }
        return operation
                .time("started_at")
                .flatMap(start ->
                        operation.time("finished_at").map(end -> Duration.between(start, end)))
                .map(took -> took.compareTo(SHORT) < 0 ? took.toMillis() + "ms" : Ages.of(took))
                .orElse("-");
    }

    /** Why it failed, what it waits for, or what it was about. */
    public static String details(Fields operation) {
        return operation
                .text("error_message")
                .or(() -> operation.text("waits_for").map("waits for the "::concat))
                .or(() -> operation.text("image_ref"))
                .or(() -> operation.text("reason"))
                .orElse("-");
    }
}

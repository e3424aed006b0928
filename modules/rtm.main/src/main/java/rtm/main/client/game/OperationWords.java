package rtm.main.client.game;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import rtm.domain.text.Ages;
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
    static String of(Fields operation, Instant now, WaitingWork waiting) {
        return isOpen(operation)
                ? Terms.open(
                        operation.shown("op_kind"),
                        operation.shown("op_source"),
                        WaitingWork.age(operation, now),
                        waiting.reason(operation)
                                .map(reason -> Terms.doing(reason, operation.text("image_ref"))))
                : of(operation);
    }

    /**
     * The last operation of a game; if it changed nothing, behind the one that did.
     *
     * @param change the latest operation that changed something, if that is another one
     */
    public static String of(Fields last, Fields change, Instant now, WaitingWork waiting) {
        String attempt = of(last, now, waiting);
        return change.values().isEmpty() ? attempt : Terms.since(of(change), attempt);
    }

    /** The same for a row, which shows the end of an engine already. */
    public static String cell(Fields last, Fields change, Instant now, WaitingWork waiting) {
        boolean onlyNoted =
                "reconcile_observed_exited".equals(last.shown("op_kind"))
                        && "success".equals(last.shown("outcome"))
                        && !change.values().isEmpty();
        return onlyNoted ? of(change) : of(last, change, now, waiting);
    }

    /** One in progress, such as {@code start of galaxy/game:1.4.0 by lobby for 42s}, and why. */
    public static String inProgress(Fields open, Instant now) {
        return inProgress(open, now, open.text("waits_for"));
    }

    /** The same; one of a job may wait until a cause has gone. */
    public static String inProgress(Fields open, Instant now, WaitingWork waiting) {
        return inProgress(open, now, waiting.reason(open));
    }

    private static String inProgress(Fields open, Instant now, Optional<String> waitsFor) {
        return Terms.inProgress(
                open.shown("op_kind"),
                open.text("image_ref"),
                open.shown("op_source"),
                WaitingWork.age(open, now),
                waitsFor);
    }

    /** The kind and the image. */
    static String what(Fields operation) {
        return kind(operation.shown("op_kind"))
                + operation.text("image_ref").map(" of "::concat).orElse("");
    }

    static boolean isOpen(Fields operation) {
        return "in_progress".equals(operation.shown("outcome"));
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
            return WaitingWork.age(operation, now).map(Ages::of).orElse("-");
        }
        return operation
                .time("started_at")
                .flatMap(start ->
                        operation.time("finished_at").map(end -> Duration.between(start, end)))
                .map(OperationWords::lasted)
                .orElse("-");
    }

    /** In seconds, as all times are; a short one with hundredths. */
    private static String lasted(Duration took) {
        return took.compareTo(SHORT) < 0
                ? String.format(Locale.ROOT, "%.2fs", took.toMillis() / 1000.0)
                : Ages.of(took);
    }

    /** Why it failed, what it waits for, or what it was about. */
    static String details(Fields operation, WaitingWork waiting) {
        return operation
                .text("error_message")
                .or(() ->
                        Optional.of(operation)
                                .filter(OperationWords::isOpen)
                                .flatMap(waiting::reason)
                                .map(Terms::waits))
                .or(() -> operation.text("image_ref"))
                .or(() -> operation.text("reason"))
                .orElse("-");
    }
}

package rtm.main.client.game;

import java.time.Duration;
import java.time.Instant;
import rtm.domain.text.Ages;
import rtm.main.client.call.Fields;

/** An operation in a few words. */
public final class OperationWords {

    private static final Duration SHORT = Duration.ofSeconds(10);

    private OperationWords() {}

    /** Such as {@code restart, admin, ok}. */
    public static String of(Fields operation) {
        return operation
                .text("op_kind")
                .map(kind -> kind(kind) + ", " + source(operation) + ", " + outcome(operation))
                .orElse("-");
    }

    /** The same; of one in progress, since when and what it waits for. */
    public static String of(Fields operation, Instant now) {
        if (!isOpen(operation)) {
            return of(operation);
        }
        String words =
                "%s, %s, for %s"
                        .formatted(
                                kind(operation.shown("op_kind")),
                                source(operation),
                                age(operation, now));
        return operation.text("waits_for").isPresent()
                ? words + ", pulls " + operation.text("image_ref").orElse("its image")
                : words;
    }

    /** One in progress, such as {@code start of galaxy/game:1.4.0 by lobby for 42s}, and why. */
    public static String inProgress(Fields open, Instant now) {
        return "%s by %s for %s%s"
                .formatted(
                        what(open),
                        source(open),
                        age(open, now),
                        open.text("waits_for").map(", waits for the "::concat).orElse(""));
    }

    /** The kind and the image. */
    static String what(Fields operation) {
        return kind(operation.shown("op_kind"))
                + operation.text("image_ref").map(" of "::concat).orElse("");
    }

    private static boolean isOpen(Fields operation) {
        return "in_progress".equals(operation.shown("outcome"));
    }

    private static String age(Fields operation, Instant now) {
        return operation.time("started_at").map(then -> Ages.since(then, now)).orElse("-");
    }

    public static String kind(String kind) {
        return kind.replace("reconcile_", "").replace('_', ' ');
    }

    public static String source(Fields operation) {
        return operation
                .text("op_source")
                .map(source ->
                        switch (source) {
                            case "lobby_stream" -> "lobby";
                            case "gm_rest" -> "game master";
                            case "admin_rest" -> "admin";
                            case "auto_ttl" -> "retention";
                            case "auto_reconcile" -> "reconcile";
                            default -> source;
                        })
                .orElse("-");
    }

    public static String outcome(Fields operation) {
        return switch (operation.text("outcome").orElse("")) {
            case "success" -> operation.text("error_code").isPresent() ? "no change" : "ok";
            case "failure" -> operation.text("error_code").orElse("failed");
            case "in_progress" -> "in progress";
            case String other -> other.isEmpty() ? "-" : other;
        };
    }

    /** How long it took, or takes already. */
    public static String took(Fields operation, Instant now) {
        if (isOpen(operation)) {
            return age(operation, now);
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

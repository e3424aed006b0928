package rtm.main.client;

import java.time.Duration;
import rtm.main.client.call.Fields;
import rtm.main.client.text.Ages;

/** An operation in a few words. */
final class OperationWords {

    private static final Duration SHORT = Duration.ofSeconds(10);

    private OperationWords() {}

    /** Such as {@code restart, admin, ok}. */
    static String of(Fields operation) {
        return operation
                .text("op_kind")
                .map(kind -> kind(kind) + ", " + source(operation) + ", " + outcome(operation))
                .orElse("-");
    }

    static String kind(String kind) {
        return kind.replace("reconcile_", "").replace('_', ' ');
    }

    static String source(Fields operation) {
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

    static String outcome(Fields operation) {
        return switch (operation.text("outcome").orElse("")) {
            case "success" -> operation.text("error_code").isPresent() ? "no change" : "ok";
            case "failure" -> operation.text("error_code").orElse("failed");
            case "in_progress" -> "in progress";
            case String other -> other.isEmpty() ? "-" : other;
        };
    }

    /** How long it took, once it is over. */
    static String took(Fields operation) {
        return operation
                .time("started_at")
                .flatMap(start ->
                        operation.time("finished_at").map(end -> Duration.between(start, end)))
                .map(took -> took.compareTo(SHORT) < 0 ? took.toMillis() + "ms" : Ages.of(took))
                .orElse("-");
    }

    /** Why it failed, or what it was about. */
    static String details(Fields operation) {
        return operation
                .text("error_message")
                .or(() -> operation.text("image_ref"))
                .or(() -> operation.text("reason"))
                .orElse("-");
    }
}

package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.WireName;
import rtm.domain.rule.PullWords;
import rtm.http.message.JsonObjectWriter;

/** A row of the operation log, its fields named and ordered as its columns are. */
final class OperationJson {

    private OperationJson() {}

    /** The same, and for a row in progress what it waits for, if that is known. */
    static void write(
            JsonObjectWriter json, OperationEntry entry, Optional<String> image, PullWords pulls) {
        write(json, entry);
        if (entry.outcome() == OperationOutcome.IN_PROGRESS) {
            pulls.of(image).ifPresent(words -> json.text("waits_for", words));
        }
    }

    static void write(JsonObjectWriter json, OperationEntry entry) {
        json.number("id", entry.row())
                .text("game_id", entry.gameId().value())
                .text("op_kind", entry.kind().wire())
                .text("op_source", entry.source().wire())
                .text("source_ref", entry.sourceRef())
                .text("operation_id", entry.id().value().toString())
                .text("image_ref", entry.image())
                .text("previous_image_ref", entry.previousImage())
                .text("container_id", entry.container().map(ContainerId::value))
                .text("reason", entry.reason().map(WireName::wire))
                .text("outcome", entry.outcome().wire())
                .text("error_code", entry.errorCode())
                .text("error_message", entry.errorMessage())
                .time("started_at", entry.startedAt())
                .time("finished_at", entry.finishedAt());
    }
}

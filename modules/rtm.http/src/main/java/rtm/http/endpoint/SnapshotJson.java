package rtm.http.endpoint;

import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.overview.Condition;
import rtm.http.message.JsonObjectWriter;

/** A health snapshot, its fields named and ordered as its columns are, and what it means. */
final class SnapshotJson {

    private SnapshotJson() {}

    static void write(JsonObjectWriter json, HealthSnapshot seen) {
        write(json, seen, Condition.of(seen));
    }

    static void write(JsonObjectWriter json, HealthSnapshot seen, Condition condition) {
        json.text("game_id", seen.gameId().value())
                .text("container_id", seen.container().map(ContainerId::value))
                .text("status", seen.status().wire())
                .text("source", seen.source().wire())
                .raw("details", seen.details())
                .time("observed_at", seen.observedAt())
                .flag("unwell", condition.unwell())
                .text("words", condition.words());
    }
}

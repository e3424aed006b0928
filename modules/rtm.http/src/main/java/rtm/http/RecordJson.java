package rtm.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.RuntimeRecord;

/** A record as the contract has it: every field, in this order, null where there is no value. */
final class RecordJson {

    private RecordJson() {}

    static void write(Json json, RuntimeRecord runtime) {
        json.text("game_id", runtime.gameId().value())
                .text("status", runtime.state().status().wire())
                .text("current_container_id", runtime.state().containerId().map(ContainerId::value))
                .text("current_image_ref", runtime.currentImage().value())
                .text("engine_endpoint", runtime.engineEndpoint())
                .text("state_path", runtime.statePath())
                .text("docker_network", runtime.dockerNetwork())
                .text("started_at", time(runtime.startedAt()))
                .text("stopped_at", time(runtime.state().whenStopped()))
                .text("removed_at", time(runtime.state().whenRemoved()))
                .text("last_op_at", time(runtime.lastOpAt()))
                .text("created_at", time(runtime.createdAt()));
    }

    private static Optional<String> time(Optional<Instant> instant) {
        return instant.map(RecordJson::time);
    }

    /** RFC 3339 in UTC; no finer than the microseconds that PostgreSQL keeps. */
    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }
}

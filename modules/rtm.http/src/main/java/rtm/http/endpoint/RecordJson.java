package rtm.http.endpoint;

import rtm.domain.model.ContainerId;
import rtm.domain.model.RuntimeRecord;
import rtm.http.message.JsonObjectWriter;

/** A record as the contract has it: every field, in this order, null where there is no value. */
final class RecordJson {

    private RecordJson() {}

    static void write(JsonObjectWriter json, RuntimeRecord runtime) {
        json.text("game_id", runtime.gameId().value())
                .text("status", runtime.state().status().wire())
                .text("current_container_id", runtime.state().containerId().map(ContainerId::value))
                .text("current_image_ref", runtime.currentImage().value())
                .text("engine_endpoint", runtime.engineEndpoint())
                .text("state_path", runtime.statePath())
                .text("docker_network", runtime.dockerNetwork())
                .time("started_at", runtime.startedAt())
                .time("stopped_at", runtime.state().whenStopped())
                .time("removed_at", runtime.state().whenRemoved())
                .time("last_op_at", runtime.lastOpAt())
                .time("created_at", runtime.createdAt());
    }
}

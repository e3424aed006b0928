package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineUsage;
import rtm.domain.overview.EngineStats;
import rtm.http.message.JsonObjectWriter;

/** What an engine uses, every field in this order, null where a value is not known. */
final class StatsJson {

    private StatsJson() {}

    static void write(JsonObjectWriter json, EngineStats.Stats stats) {
        Optional<EngineUsage> usage = stats.usage();
        json.text("game_id", stats.gameId().value())
                .text("container_id", stats.container().map(ContainerId::value))
                .text("source", usage.map(used -> used.source().wire()))
                .number("cpu_millicores", usage.flatMap(EngineUsage::cpuMillicores))
                .number("cpu_limit_millicores", usage.flatMap(EngineUsage::cpuLimitMillicores))
                .number("memory_bytes", usage.flatMap(EngineUsage::memoryBytes))
                .number("memory_limit_bytes", usage.flatMap(EngineUsage::memoryLimitBytes))
                .number("pids", usage.flatMap(EngineUsage::pids))
                .number("pids_limit", usage.flatMap(EngineUsage::pidsLimit))
                .number("state_bytes", stats.stateBytes())
                .text("error", stats.error());
    }
}

package rtm.docker.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import rtm.domain.model.EngineUsage;

/** Reads Docker's own answer about what a container uses. */
final class DockerUsage {

    private static final long CORE = 1_000;

    private DockerUsage() {}

    /** The usage; empty if the container does not run. */
    static Optional<EngineUsage> of(JsonNode stats) {
        JsonNode memory = stats.path("memory_stats");
        Optional<Long> used = number(memory.path("usage"));
        if (used.isEmpty()) {
            return Optional.empty();
        }
        long droppable =
                number(memory.path("stats").path("total_inactive_file"))
                        .or(() -> number(memory.path("stats").path("inactive_file")))
                        .orElse(0L);
        JsonNode pids = stats.path("pids_stats");
        return Optional.of(
                new EngineUsage(
                        EngineUsage.Source.DOCKER,
                        millicores(stats.path("cpu_stats"), stats.path("precpu_stats")),
                        Optional.empty(),
                        used.map(bytes -> Math.max(0, bytes - droppable)),
                        number(memory.path("limit")),
                        number(pids.path("current")),
                        number(pids.path("limit"))));
    }

    /** Docker reads twice, and adds the time of all cores meanwhile. */
    private static Optional<Long> millicores(JsonNode now, JsonNode before) {
        Optional<Long> cores = number(now.path("online_cpus"));
        Optional<Long> whole = between(now, before, "system_cpu_usage").filter(time -> time > 0);
        Optional<Long> used =
                between(now.path("cpu_usage"), before.path("cpu_usage"), "total_usage");
        return cores.flatMap(count ->
                whole.flatMap(
                        all -> used.map(own -> Math.round((double) own / all * count * CORE))));
    }

    private static Optional<Long> between(JsonNode now, JsonNode before, String field) {
        return number(now.path(field))
                .flatMap(later -> number(before.path(field)).map(earlier -> later - earlier))
                .filter(difference -> difference >= 0);
    }

    private static Optional<Long> number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Optional.of(node.longValue())
                : Optional.empty();
    }
}

package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The environment that operators of this service already have (examples) is accepted unchanged. */
class ContractExampleTest {

    private static final List<String> EXAMPLE =
            """
            RTMANAGER_INTERNAL_HTTP_ADDR=:8096
            RTMANAGER_POSTGRES_PRIMARY_DSN=postgres://rtmanagerservice:rtmanagerservice@127.0.0.1:5432/galaxy?search_path=rtmanager&sslmode=disable
            RTMANAGER_REDIS_MASTER_ADDR=127.0.0.1:6379
            RTMANAGER_REDIS_PASSWORD=local
            RTMANAGER_DOCKER_HOST=unix:///var/run/docker.sock
            RTMANAGER_DOCKER_NETWORK=galaxy-net
            RTMANAGER_GAME_STATE_ROOT=/var/lib/galaxy/games
            RTMANAGER_LOBBY_INTERNAL_BASE_URL=http://127.0.0.1:8095
            RTMANAGER_LOBBY_INTERNAL_TIMEOUT=2s
            RTMANAGER_DEFAULT_CPU_QUOTA=1.0
            RTMANAGER_DEFAULT_MEMORY=512m
            RTMANAGER_DEFAULT_PIDS_LIMIT=512
            RTMANAGER_CONTAINER_STOP_TIMEOUT_SECONDS=30
            RTMANAGER_CONTAINER_RETENTION_DAYS=30
            RTMANAGER_ENGINE_STATE_MOUNT_PATH=/var/lib/galaxy-game
            RTMANAGER_ENGINE_STATE_ENV_NAME=GAME_STATE_PATH
            RTMANAGER_GAME_STATE_DIR_MODE=0750
            RTMANAGER_GAME_STATE_OWNER_UID=0
            RTMANAGER_GAME_STATE_OWNER_GID=0
            RTMANAGER_INSPECT_INTERVAL=30s
            RTMANAGER_PROBE_INTERVAL=15s
            RTMANAGER_PROBE_TIMEOUT=2s
            RTMANAGER_PROBE_FAILURES_THRESHOLD=3
            RTMANAGER_RECONCILE_INTERVAL=5m
            RTMANAGER_CLEANUP_INTERVAL=1h
            RTMANAGER_GAME_LEASE_TTL_SECONDS=60
            RTMANAGER_LOG_LEVEL=info
            RTMANAGER_SHUTDOWN_TIMEOUT=30s
            OTEL_SERVICE_NAME=galaxy-rtmanager
            OTEL_TRACES_EXPORTER=none
            OTEL_METRICS_EXPORTER=none
            RTMANAGER_IMAGE_PULL_POLICY=always
            RTMANAGER_DOCKER_LOG_DRIVER=fluentd
            RTMANAGER_DOCKER_LOG_OPTS=fluentd-address=127.0.0.1:24224,tag={{.Name}}
            """
                    .lines()
                    .toList();

    @Test
    void itIsAcceptedWithoutAWarning() {
        assertThat(Environments.loaded(example()).warnings()).isEmpty();
    }

    @Test
    void whatItHoldsIsTheDefaultWhereThereIsOne() {
        Map<String, String> example = example();
        List<String> choices =
                List.of(
                        "RTMANAGER_LOBBY_INTERNAL_BASE_URL",
                        "RTMANAGER_IMAGE_PULL_POLICY",
                        "RTMANAGER_DOCKER_LOG_DRIVER",
                        "RTMANAGER_DOCKER_LOG_OPTS");
        assertThat(Variables.all())
                .filteredOn(variable -> !variable.required())
                .filteredOn(variable -> example.containsKey(variable.name()))
                .filteredOn(variable -> !choices.contains(variable.name()))
                .hasSize(23)
                .allSatisfy(variable ->
                        assertThat(example).containsEntry(variable.name(), variable.fallback()));
    }

    private static Map<String, String> example() {
        Map<String, String> example = new HashMap<>();
        for (String line : EXAMPLE) {
            int equals = line.indexOf('=');
            example.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return example;
    }
}

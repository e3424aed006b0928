package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import rtm.testkit.server.Machines.Machine;

/**
 * What must be so on several nodes, whatever happened, when nothing is under way any more: a result
 * for each job, records that say what Docker says, and no end reported of an engine that runs.
 *
 * @param nodes the nodes
 */
record NodesAtRest(SeveralNodes nodes) {

    private static final Duration AT_LAST = Duration.ofMinutes(4);
    private static final Duration OFTEN = Duration.ofSeconds(1);

    /**
     * Waits until it is so. No engine may have ended but when it was told to.
     *
     * @param jobs how many jobs each game had
     */
    void await(Map<String, Integer> jobs) {
        patient("a result for each job").untilAsserted(() -> assertThat(missing(jobs)).isEmpty());
        patient("no operation in progress")
                .untilAsserted(() -> assertThat(operationsInProgress()).isEmpty());
        patient("records that say what Docker says")
                .untilAsserted(() -> assertThat(records()).isEqualTo(containers()));

        assertThat(results()).isEqualTo(jobs);
        assertNowhereTwice();
        assertThat(ends()).isEmpty();
    }

    private static ConditionFactory patient(String words) {
        return Awaitility.await(words).atMost(AT_LAST).pollInterval(OFTEN);
    }

    /** At most one engine of a game, and all its containers on one machine. */
    void assertNowhereTwice() {
        containers()
                .forEach((game, each) -> {
                    assertThat(each.stream().map(line -> line.split(" ", 2)[0]).distinct())
                            .as("%s has %s", game, each)
                            .hasSize(1);
                    assertThat(each.stream().filter(line -> line.contains(" running ")))
                            .as("%s has %s", game, each)
                            .hasSizeLessThanOrEqualTo(1);
                });
    }

    private List<Map<String, String>> operationsInProgress() {
        return nodes.rows("SELECT * FROM rtmanager.operation_log WHERE outcome = 'in_progress'");
    }

    /** How many results each game has. */
    private Map<String, Integer> results() {
        return nodes.redis().xrange("runtime:job_results", Range.unbounded()).stream()
                .collect(
                        Collectors.toMap(
                                entry -> Objects.requireNonNull(entry.getBody().get("game_id")),
                                _ -> 1,
                                Integer::sum));
    }

    private Map<String, Integer> missing(Map<String, Integer> jobs) {
        Map<String, Integer> missing = new HashMap<>(jobs);
        results().forEach((game, count) -> missing.merge(game, -count, Integer::sum));
        missing.values().removeIf(count -> count <= 0);
        return missing;
    }

    private List<Map<String, String>> ends() {
        return nodes.redis().xrange("runtime:health_events", Range.unbounded()).stream()
                .map(StreamMessage::getBody)
                .filter(event -> !"container_started".equals(event.get("event_type")))
                .toList();
    }

    /** By game, as {@code machine status image container}, for each that has a container. */
    private Map<String, List<String>> records() {
        return nodes
                .rows(
                        "SELECT game_id, n.name, status, current_image_ref, current_container_id"
                                + " FROM rtmanager.runtime_records JOIN rtmanager.nodes n USING"
                                + " (node_id) WHERE status <> 'removed'")
                .stream()
                .collect(
                        Collectors.toMap(
                                row -> Objects.requireNonNull(row.get("game_id")),
                                row ->
                                        List.of(
                                                "%s %s %s %s"
                                                        .formatted(
                                                                row.get("name"),
                                                                row.get("status"),
                                                                row.get("current_image_ref"),
                                                                row.get("current_container_id")))));
    }

    /** The same by all daemons. */
    private Map<String, List<String>> containers() {
        Map<String, List<String>> found = new HashMap<>();
        for (Machine machine : nodes.machines()) {
            machine.docker(
                            "ps",
                            "-a",
                            "--no-trunc",
                            "--filter",
                            "label=com.galaxy.game_id",
                            "--format",
                            "{{.Label \"com.galaxy.game_id\"}} {{.State}} {{.Image}} {{.ID}}")
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(line ->
                            found.computeIfAbsent(line[0], _ -> new ArrayList<>())
                                    .add(
                                            "vm-%d %s"
                                                    .formatted(
                                                            machine.number(),
                                                            line[1].replace("exited", "stopped"))));
        }
        return found;
    }
}

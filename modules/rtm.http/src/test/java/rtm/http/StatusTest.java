package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.Leader;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationSource;
import rtm.domain.model.PlacingPolicy;
import rtm.domain.overview.PendingWork.Kind;
import rtm.domain.overview.PendingWork.Work;
import rtm.domain.port.DaemonDescription.Pulling;
import rtm.http.client.OtherNodes;

class StatusTest {

    private static final String STATUS = "/api/v1/internal/status";

    private Served served;
    private SampleEntries history;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        history = new SampleEntries(served.world.store);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    /** Two nodes, of which nobody has seen the second one for some minutes. */
    private void severalNodes() throws IOException {
        served.close();
        served =
                Served.among(
                        Served.settings(),
                        new OtherNodes(
                                NodeId.FIRST, "vm-1", new FakePlaces(), Duration.ofSeconds(1)));
        InMemoryStore store = served.world.store;
        store.amongOthers(new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        store.places().held.add(NodeId.FIRST);
        store.name(NodeId.FIRST, "vm-1");
        served.put(Records.running("g1"));
    }

    private void lostNode() {
        NodeId two = served.world.store.add("vm-2", "IJKL").orElseThrow();
        served.world.store.put(SampleOperations.on(two, Records.running("g2")));
        served.world.store.unseen(two, Duration.ofMinutes(3));
    }

    @Test
    void theNodesAreThereOnceThereAreSeveral() throws IOException {
        severalNodes();
        assertThat(served.get(STATUS).body()).doesNotContain("\"nodes\":");
        severalNodes();
        lostNode();

        assertThat(served.get(STATUS).body())
                .contains(
                        "\"nodes\":[{\"number\":1,\"name\":\"vm-1\",",
                        "\"number\":2,\"name\":\"vm-2\",",
                        "\"lost\":true,\"games_running\":1,",
                        "\"words\":\"lost: no process was seen there for 3m, and 1 game is recorded as running\"");
    }

    @Test
    void theTextNamesTheNodesAndTheNodeOfEachGame() throws IOException {
        severalNodes();
        lostNode();

        assertThat(served.get("/").body().lines().toList())
                .contains(
                        "  node vm-2: lost: no process was seen there for 3m, and 1 game is recorded as running",
                        "  node vm-1: open, 1 game run, with 0B",
                        "  node vm-2: open, 1 game run, with 0B")
                .anyMatch(line -> line.startsWith("GAME ") && line.contains(" NODE "))
                .anyMatch(line -> line.startsWith("g1 ") && line.contains(" vm-1 "))
                .anyMatch(line -> line.startsWith("g2 ") && line.contains(" vm-2 "));
    }

    @Test
    void theHealthOfGamesOnALostNodeIsDoubtful() throws IOException {
        severalNodes();
        lostNode();
        history = new SampleEntries(served.world.store);
        history.seen("g1", "{\"prior_failure_count\":3}");
        history.seen("g2", "{\"prior_failure_count\":3}");

        assertThat(served.get("/").body().lines().map(line -> line.replaceAll(" +", " ")).toList())
                .anyMatch(line -> line.startsWith("2 running?,"))
                .anyMatch(line -> line.startsWith("g1 running probe failed, "))
                .anyMatch(line -> line.startsWith("g2 running probe failed?, "));
        assertThat(served.get(STATUS).body()).contains("\"health_hidden\":false");
    }

    @Test
    void aProcessWhoseNodeWasGivenUpSaysSo() throws IOException {
        assertThat(served.get(STATUS).body()).doesNotContain("given_up");
        served.close();
        served = new Served();
        served.phase.giveUp("node: node vm-2 was given up");

        assertThat(served.get(STATUS).body())
                .contains("\"given_up\":\"node: node vm-2 was given up\"");
        assertThat(served.get("/").body()).contains("  node: node vm-2 was given up\n");
    }

    @Test
    void amongSeveralNodesTheRedisIsThereByWhichOthersKnowIt() throws IOException {
        assertThat(served.get(STATUS).body()).doesNotContain("\"redis\":{");
        severalNodes();
        assertThat(served.get(STATUS).body())
                .contains(
                        "\"redis\":{\"run_id\":\"%s\",\"database\":0,\"streams\":[\"%s\",\"%s\"]}"
                                .formatted(
                                        served.jobs.place().server().orElseThrow(),
                                        served.jobs.key(JobStream.START_JOBS),
                                        served.jobs.key(JobStream.STOP_JOBS)));
    }

    @Test
    void everyPartIsThereInItsOrder() throws IOException {
        served.put(Records.running("g1"));
        served.put(Records.running("g2"));
        served.put(Records.removed("g3"));
        history.seen("g1", "{}");
        history.openStart("g2", 8, "galaxy/game:1.4.0");
        served.jobs.add(JobStream.STOP_JOBS, "game_id", "g1");
        served.world.store.leads(
                new Leader(
                        Optional.of(new BootId(new UUID(1, 1))),
                        Optional.of("10.0.0.7"),
                        Optional.of(Records.STARTED)));
        served.description.pulls.add(
                new Pulling(
                        new ImageReference("galaxy/game:1.4.0"),
                        Duration.ofSeconds(42),
                        Duration.ofSeconds(40),
                        "Downloading, 3 of 12 layers complete, 120 of 300 MB downloaded",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));

        Answered answer = served.get(STATUS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().replaceAll("\"oldest_age_ms\":\\d+", "\"oldest_age_ms\":1"))
                .isEqualTo(
                        """
                        {"version":"0.0.0-test","boot_id":"00000000-0000-0001-0000-000000000001",\
                        "phase":"leading","started_at":"2026-04-28T07:18:54Z",\
                        "leader":{"boot_id":"00000000-0000-0001-0000-000000000001",\
                        "address":"10.0.0.7","since":"2026-04-28T07:18:54Z"},\
                        "standbys":[],"drain":{"draining":false,"since":null,"op_source":null},\
                        "dependencies":[{"name":"redis","ok":true,"error":null,\
                        "last_error":null,"last_error_at":null}],"health_hidden":false,\
                        "docker":{"version":"26.1.5","data_root":"/var/lib/docker"},\
                        "games":{"by_status":{"running":2,"removed":1},\
                        "by_health":{"probe_failed":1},"unwell":1},\
                        "unwell_games":[{"game_id":"g1","status":"running",\
                        "health":"probe_failed","words":"probe failed",\
                        "since":"2026-04-28T08:00:00.500Z"}],\
                        "jobs":[{"stream":"start_jobs","waiting":0,"oldest_age_ms":null},\
                        {"stream":"stop_jobs","waiting":1,"oldest_age_ms":1}],\
                        "outbox":{"waiting":0,"oldest_age_ms":null},\
                        "operations":{"open":1,"items":[{"game_id":"g2","op_kind":"start",\
                        "op_source":"gm_rest","image_ref":"galaxy/game:1.4.0",\
                        "started_at":"2026-04-28T07:18:54Z",\
                        "waits_for":"pull of galaxy/game:1.4.0 for 42s, last progress 40s ago: \
                        Downloading, 3 of 12 layers complete, 120 of 300 MB downloaded"}]},\
                        "pending":[],"unreadable_rows":0,"unstarted":[],\
                        "disks":[{"name":"state_root","path":"ROOT","free_bytes":29000,\
                        "total_bytes":100000},{"name":"docker_root","path":"/var/lib/docker",\
                        "free_bytes":29000,"total_bytes":100000}],"problems":[]}\
                        """
                                .replace("ROOT", served.world.folders.root()));
    }

    @Test
    void aJobInProgressIsAnOperationAndWaitsNoLonger() throws IOException {
        served.jobs.add(JobStream.START_JOBS, "game_id", "g2");
        history.openJob("g2", 8, "galaxy/game:1.4.0");

        assertThat(served.get(STATUS).body())
                .contains("{\"stream\":\"start_jobs\",\"waiting\":0,\"oldest_age_ms\":null}")
                .contains("\"operations\":{\"open\":1,");
    }

    @Test
    void aJobThatIsDoneDoesNotWaitForAnEarlierOneInProgress() throws IOException {
        for (String game : List.of("g2", "g3", "g4", "g5")) {
            served.jobs.add(JobStream.START_JOBS, "game_id", game);
        }
        history.openJob("g2", 8, "galaxy/game:1.4.0");
        waitsSince("g5", Duration.ofSeconds(7));
        served.pending.countDoneEarly(JobStream.START_JOBS, () -> 2);

        assertThat(served.get(STATUS).body())
                .containsPattern(
                        "\"stream\":\"start_jobs\",\"waiting\":1,\"oldest_age_ms\":7\\d{3}\\}");
    }

    @Test
    void theOldestJobThatWaitsIsNotOneInProgress() throws IOException {
        served.jobs.add(JobStream.START_JOBS, "game_id", "g2");
        served.jobs.add(JobStream.START_JOBS, "game_id", "g3");
        history.openJob("g2", 8, "galaxy/game:1.4.0");
        waitsSince("g2", Duration.ofSeconds(90));
        waitsSince("g3", Duration.ofSeconds(7));

        assertThat(served.get(STATUS).body())
                .containsPattern(
                        "\"stream\":\"start_jobs\",\"waiting\":1,\"oldest_age_ms\":7\\d{3}\\}");
    }

    private void waitsSince(String game, Duration age) {
        served.pending.add(
                new Work(
                        Kind.START,
                        Optional.of(new GameId(game)),
                        Optional.of("galaxy/game:1.4.0"),
                        OperationSource.LOBBY_STREAM),
                served.world.clock.instant().minus(age));
    }

    @Test
    void aProcessThatLeadsIsTheLeaderAlsoWhileNoSessionSaysSo() throws IOException {
        assertThat(served.get(STATUS).body())
                .contains(
                        "\"leader\":{\"boot_id\":\"00000000-0000-0001-0000-000000000001\",\"address\":null,\"since\":null}");
    }

    @Test
    void aPullThatAnOperatorAskedForIsThereWithItsProgress() throws IOException {
        served.pull("galaxy/game:1.4.0");
        served.description.pulls.add(
                new Pulling(
                        new ImageReference("galaxy/game:1.4.0"),
                        Duration.ofSeconds(42),
                        Duration.ofSeconds(40),
                        "3 of 12 layers",
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10)));

        assertThat(served.get(STATUS).body())
                .contains(
                        "\"pending\":[{\"game_id\":null,\"op_kind\":\"pull\",\"op_source\":\"admin_rest\","
                                + "\"image_ref\":\"galaxy/game:1.4.0\",",
                        "\"waits_for\":null,\"progress\":\"last progress 40s ago: 3 of 12 layers\"}]");
        assertThat(served.get("/").body())
                .contains(
                        "  pull of galaxy/game:1.4.0 by admin, last progress 40s ago: 3 of 12 layers\n");
    }

    @Test
    void aJobThatWaitsIsThereWithItsReasonUntilItHasARow() throws IOException {
        served.startJob("g1", "galaxy/game:1.4.0").waitsFor("end of the drain");
        served.stopJob("g2");
        served.stopJob("g3");
        history.openStart("g2", 8, "galaxy/game:1.4.0");

        String body = served.get(STATUS).body();

        assertThat(body)
                .contains(
                        "{\"game_id\":\"g1\",\"op_kind\":\"start\",\"op_source\":\"lobby_stream\","
                                + "\"image_ref\":\"galaxy/game:1.4.0\",",
                        "\"waits_for\":\"end of the drain\",\"progress\":null}",
                        "\"waits_for\":\"start by game master\",\"progress\":null}")
                .doesNotContain("g3");
        assertThat(served.get("/").body())
                .contains(
                        "  g1: start of galaxy/game:1.4.0 by lobby, waits for the end of the drain\n",
                        "  g2: stop by lobby, waits for the start by game master\n");
    }

    @Test
    void whatIsAwayIsMissingWithItsReasonAndTheRestIsThere() throws IOException {
        served.world.store.unavailable(true);
        served.jobs.unavailable(true);
        served.description.answer(() -> {
            throw away(Dependency.DOCKER, "did not answer within 2s");
        });
        served.phase.check(() -> {
            throw away(Dependency.REDIS, "connection refused");
        });

        String body = served.get(STATUS).body();

        assertThat(body)
                .doesNotContain("\"games\"", "\"outbox\"", "\"operations\"", "\"leader\"")
                .contains(
                        "\"name\":\"redis\",\"ok\":false,\"error\":\"redis: connection refused\"",
                        "\"last_error\":\"redis: connection refused\",\"last_error_at\":\"2026",
                        "\"jobs\":[]",
                        "\"disks\":[{\"name\":\"state_root\"",
                        "{\"part\":\"store\",\"error\":\"postgres: ",
                        "{\"part\":\"start_jobs\",\"error\":\"redis: ",
                        "{\"part\":\"docker\",\"error\":\"docker: did not answer within 2s\"}",
                        "{\"part\":\"docker_root\",\"error\":\"docker: did not answer within 2s\"}");
    }

    @Test
    void aPartThatHangsHoldsUpNeitherTheAnswerNorMoreThanOneThread() throws IOException {
        CountDownLatch hangs = new CountDownLatch(1);
        java.util.concurrent.atomic.AtomicInteger asked =
                new java.util.concurrent.atomic.AtomicInteger();
        served.phase.check(() -> {
            asked.incrementAndGet();
            await(hangs);
        });

        String first = served.get(STATUS).body();
        String second = served.get(STATUS).body();

        assertThat(first)
                .contains("\"name\":\"redis\",\"ok\":false,\"error\":\"no answer within 2500 ms\"")
                .contains("\"problems\":[]");
        assertThat(second).contains("no answer within 2500 ms");
        assertThat(asked).hasValue(1);
        hangs.countDown();
    }

    @Test
    void aFailureThatPassedIsRemembered() throws IOException {
        served.phase.check(() -> {
            throw away(Dependency.REDIS, "connection refused");
        });
        served.get("/readyz");
        served.phase.check(() -> {});

        assertThat(served.get(STATUS).body())
                .contains(
                        "\"name\":\"redis\",\"ok\":true,\"error\":null,"
                                + "\"last_error\":\"redis: connection refused\"");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static DependencyUnavailableException away(Dependency dependency, String words) {
        return new DependencyUnavailableException(dependency, words, null);
    }
}

package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.MemorySize;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.http.client.OtherNodes;

/** Two nodes; the process of the second one reads the jobs, and that of the first is asked. */
@Timeout(60)
class JobsElsewhereTest {

    private static final String TOKEN = "s3cret-token";
    private static final String SHOWN = "Authorization: Bearer " + TOKEN + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String STATUS = "/api/v1/internal/status";
    private static final String STOP = "{\"reason\":\"cancelled\"}";
    private static final String NEVER = "game game-1 has never been started here";
    private static final String UNKNOWN =
            NEVER + "; whether a start job of game game-1 waits is not known: ";
    private static final NodeId SECOND = new NodeId(2);

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Served one;
    private Served two;

    @BeforeEach
    void open() throws IOException {
        two = among(2);
        one = among(1);
        one.phase.enterOnNode();
        for (Served each : List.of(one, two)) {
            each.world.store.name(NodeId.FIRST, "vm-1");
            each.world.store.add("vm-2", "IJKL");
        }
        readsJobs(two.port());
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        two.close();
    }

    private static Served among(int node) throws IOException {
        return Served.among(
                Served.settings(16, Optional.of(TOKEN)),
                new OtherNodes(
                        new NodeId(node), "vm-" + node, new FakePlaces(), Duration.ofSeconds(20)));
    }

    /** The second node's process reads the jobs, and answers on that port. */
    private void readsJobs(int port) {
        for (Served each : List.of(one, two)) {
            each.world.store.recordSeen(
                    SECOND,
                    new NodeCapacity(new MemorySize(8L << 30), 0),
                    FakePlaces.at(2, port).url());
            each.world.store.places().reader = Optional.of(SECOND);
        }
    }

    private String refused() throws IOException {
        return one.post(Served.RUNTIMES + "/game-1/stop", JSON + SHOWN, STOP).message();
    }

    private static String status(Served asked) throws IOException {
        return asked.ask("GET", STATUS, SHOWN).body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /stop | {\"reason\":\"cancelled\"}",
                "POST | /restart | ''",
                "POST | /patch | {\"image_ref\":\"galaxy/game:1.4.1\"}",
                "DELETE | /container | ''"
            })
    void aRefusalSaysThatTheGameWillStart(String method, String path, String body)
            throws IOException {
        two.startJob("game-1", "galaxy/game:1.4.0").waitsFor("room on a node");
        String asked = Served.RUNTIMES + "/game-1" + path;

        Answered answer =
                body.isEmpty()
                        ? one.ask(method, asked, SHOWN)
                        : one.post(asked, JSON + SHOWN, body);

        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(answer.message())
                .isEqualTo(
                        "%s; a start job of game game-1 waits since %s, for the room on a node; the game will start after that"
                                .formatted(
                                        NEVER,
                                        two.pending
                                                .start(new GameId("game-1"))
                                                .orElseThrow()
                                                .since()));
    }

    @Test
    void aJobWhoseReasonIsNotKnownYetCountsToo() throws IOException {
        two.startJob("game-1", "galaxy/game:1.4.0");

        assertThat(refused()).contains("a start job of game game-1 waits since ");
        assertThat(status(one)).contains("\"pending\":[]");
    }

    @Test
    void ifNoneWaitsNothingIsAdded() throws IOException {
        two.startJob("game-2", "galaxy/game:1.4.0").waitsFor("room on a node");

        assertThat(refused()).isEqualTo(NEVER);
    }

    @Test
    void theStatusHasTheJobsOfTheReaderAndThePullsOfTheProcess() throws IOException {
        one.jobs.add(JobStream.START_JOBS, "game_id", "settled");
        two.jobs.add(JobStream.STOP_JOBS, "game_id", "game-2");
        two.startJob("game-1", "galaxy/game:1.4.0").waitsFor("room on a node");
        two.stopJob("game-2").waitsFor("end of the start");
        two.pull("galaxy/game:1.5.0");
        one.pull("galaxy/game:1.6.0");

        String status = status(one);

        assertThat(status)
                .contains(
                        "{\"stream\":\"start_jobs\",\"waiting\":0,\"oldest_age_ms\":null},{\"stream\":\"stop_jobs\",\"waiting\":1,",
                        "\"jobs_read_on\":\"vm-2\"",
                        "{\"game_id\":\"game-1\",\"op_kind\":\"start\",\"op_source\":\"lobby_stream\",\"image_ref\":\"galaxy/game:1.4.0\",",
                        "\"waits_for\":\"room on a node\"",
                        "{\"game_id\":\"game-2\",\"op_kind\":\"stop\"",
                        "galaxy/game:1.6.0")
                .doesNotContain("galaxy/game:1.5.0", "jobs_unknown");
        assertThat(status(two))
                .contains("galaxy/game:1.5.0")
                .doesNotContain("jobs_read_on", "jobs_unknown");
        assertThat(one.ask("GET", "/", SHOWN).body())
                .contains("jobs 1 waiting", "game-1: start of galaxy/game:1.4.0");
    }

    @Test
    void aReaderThatDoesNotAnswerMakesThemUnknown() throws IOException {
        one.jobs.add(JobStream.START_JOBS, "game_id", "settled");
        two.server.close();
        String why = "node vm-2, which reads the jobs, does not answer: ";

        assertThat(status(one)).contains("\"jobs\":[],\"jobs_unknown\":\"" + why);
        assertThat(refused()).startsWith(UNKNOWN + why);
        assertThat(one.ask("GET", "/", SHOWN).body())
                .contains("jobs ? waiting", "\n  jobs that wait are not known: " + why);
        assertThat(log.lines("another node does not answer")).hasSize(1);
    }

    @Test
    void whileNobodyReadsThemTheyAreNotKnown() throws IOException {
        one.world.store.places().reader = Optional.empty();

        assertThat(status(one)).contains("\"jobs_unknown\":\"no process reads the jobs now\"");
        assertThat(refused()).isEqualTo(UNKNOWN + "no process reads the jobs now");
    }

    @Test
    void whoIsAskedAsksNobody() throws IOException {
        two.phase.enterOnNode();
        for (Served each : List.of(one, two)) {
            each.world.store.places().reader = Optional.of(NodeId.FIRST);
            each.world.store.recordSeen(
                    NodeId.FIRST,
                    new NodeCapacity(new MemorySize(8L << 30), 0),
                    FakePlaces.at(1, one.port()).url());
        }

        assertThat(refused())
                .isEqualTo(UNKNOWN + "node vm-1, which reads the jobs, does not read them now");
        assertThat(one.ask("GET", STATUS, SHOWN + "X-Galaxy-Forwarded: vm-2\r\n").body())
                .contains("\"jobs_unknown\":\"this process does not read the jobs\"");
    }

    @Test
    void aProcessThatStandsByBesideTheOnlyOneDoesNotKnowThem() throws IOException {
        try (Served single = new Served()) {
            single.phase.standBy();
            single.jobs.add(JobStream.START_JOBS, "game_id", "settled");

            assertThat(single.get(STATUS).body())
                    .contains("\"jobs\":[],\"jobs_unknown\":\"another process reads the jobs\"");
            assertThat(single.post(Served.RUNTIMES + "/game-1/stop", STOP).message())
                    .isEqualTo(UNKNOWN + "another process reads the jobs");
        }
    }

    @Test
    void ofAnEarlierVersionNotAllJobsMayBeKnown() throws Exception {
        String fifty =
                IntStream.range(0, 50)
                        .mapToObj(number ->
                                "{\"game_id\":\"g%d\",\"op_kind\":\"start\",\"op_source\":\"lobby_stream\",\"image_ref\":\"i\",\"started_at\":\"2026-04-28T07:18:54Z\",\"waits_for\":\"room\",\"progress\":null}"
                                        .formatted(number))
                        .collect(Collectors.joining(","));
        String body =
                "{\"version\":\"0.1.9\",\"phase\":\"leading\",\"jobs\":[{\"stream\":\"start_jobs\",\"waiting\":50,\"oldest_age_ms\":7}],\"problems\":[{\"part\":\"stop_jobs\",\"error\":\"redis: away\"}],\"pending\":["
                        + fifty
                        + "]}";
        try (Stub stub = new Stub(exchange -> Stub.answer(exchange, 200, body))) {
            readsJobs(stub.port());

            assertThat(refused()).isEqualTo(UNKNOWN + "more jobs wait than node vm-2 says");
            assertThat(one.post(Served.RUNTIMES + "/g49/stop", JSON + SHOWN, STOP).message())
                    .contains("; a start job of game g49 waits since 2026-04-28T07:18:54Z");
            assertThat(status(one))
                    .contains(
                            "\"jobs\":[{\"stream\":\"start_jobs\",\"waiting\":50,\"oldest_age_ms\":7}]",
                            "{\"part\":\"stop_jobs\",\"error\":\"redis: away\"}");
            assertThat(stub.headers.take())
                    .containsEntry("X-galaxy-forwarded", List.of("vm-1"))
                    .containsEntry("X-galaxy-node", List.of("vm-2"))
                    .containsEntry("Authorization", List.of("Bearer " + TOKEN));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | no JSON | gives an answer that cannot be read",
                "200 | {} | does not read them now",
                "200 | {\"phase\":\"leading\",\"pending\":{}} | gives an answer that cannot be read",
                "401 | {} | does not take the token of this service",
                "503 | {} | answers with status 503"
            })
    void anOddAnswerMakesThemUnknown(int status, String body, String why) throws IOException {
        try (Stub stub = new Stub(exchange -> Stub.answer(exchange, status, body))) {
            readsJobs(stub.port());

            assertThat(refused()).isEqualTo(UNKNOWN + "node vm-2, which reads the jobs, " + why);
        }
    }

    @Test
    void aReaderThatHangsIsAskedOnceByAllAndHoldsNobodyUpForLong() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Stub stub =
                        new Stub(exchange -> {
                            try {
                                end.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        })) {
            readsJobs(stub.port());
            List<Future<String>> asked =
                    IntStream.range(0, 8).mapToObj(_ -> threads.submit(() -> status(one))).toList();
            for (Future<String> each : asked) {
                assertThat(each.get())
                        .contains("which reads the jobs, does not answer: no answer within 2s\"");
            }
            assertThat(stub.headers).hasSize(1);
            end.countDown();
        }
    }
}

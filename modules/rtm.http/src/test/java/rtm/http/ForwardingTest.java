package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.EngineUsage;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.Node;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.PlacingPolicy;
import rtm.http.client.OtherNodes;

/** Requests about games of another node. The game g2 is on node 2, and g1 on node 1. */
@Timeout(60)
class ForwardingTest {

    private static final String TOKEN = "s3cret-token";
    private static final String SHOWN = "Authorization: Bearer " + TOKEN + "\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String G2 = Served.RUNTIMES + "/g2";
    private static final String STATS = "/api/v1/internal/stats?game_id=";
    private static final String STOP = "{\"reason\":\"admin_request\"}";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FakePlaces placesOfOne = new FakePlaces();
    private final FakePlaces placesOfTwo = new FakePlaces();
    private Served one;
    private Served two;

    @BeforeEach
    void open() throws IOException {
        HttpSettings settings = Served.settings(8, Optional.of(TOKEN));
        two = Served.among(settings, nodes(2, placesOfTwo, Duration.ofSeconds(20)));
        one = Served.among(settings, nodes(1, placesOfOne, Duration.ofSeconds(20)));
        one.put(Records.running("g1"));
        two.put(Records.running("g2"));
        placesOfOne.put("g1", FakePlaces.at(1, one.port()));
        placesOfOne.put("g2", FakePlaces.at(2, two.port()));
        placesOfTwo.put("g2", FakePlaces.at(2, two.port()));
    }

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        one.close();
        two.close();
    }

    private static OtherNodes nodes(int here, FakePlaces places, Duration timeout) {
        return new OtherNodes(new NodeId(here), "vm-" + here, places, timeout);
    }

    /** The same process on node 1, with another patience. */
    private void reopenOne(Duration timeout) throws IOException {
        one.close();
        one = Served.among(Served.settings(8, Optional.of(TOKEN)), nodes(1, placesOfOne, timeout));
        one.put(Records.running("g1"));
    }

    @Test
    void aChangeIsMadeOnTheNodeThatHoldsTheGameAndItsAnswerIsPassedOn() throws IOException {
        Answered stopped = one.post(G2 + "/stop", JSON + SHOWN + "X-Galaxy-Caller: gm\r\n", STOP);

        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.body()).isEqualTo(two.ask("GET", G2, SHOWN).body());
        assertThat(stopped.header("content-type")).contains("application/json");
        assertThat(two.rows()).containsExactly("stop g2 admin_request gm_rest");
        assertThat(one.rows()).isEmpty();

        Answered again = one.post(G2 + "/stop", JSON + SHOWN, STOP);
        assertThat(again.header("x-galaxy-no-change")).contains("true");
    }

    @Test
    void everyChangeOfAGameIsPassedOn() throws IOException {
        two.world.docker.images().add(new ImageReference("galaxy/game:1.4.1"));

        assertThat(change("POST", "/restart", "").status()).isEqualTo(200);
        assertThat(change("POST", "/patch", "{\"image_ref\":\"galaxy/game:1.4.1\"}").body())
                .contains("galaxy/game:1.4.1");
        assertThat(change("POST", "/stop", STOP).status()).isEqualTo(200);
        assertThat(change("POST", "/state/accept", "").status()).isEqualTo(200);
        assertThat(change("DELETE", "/container", "").body()).contains("\"removed\"");
        assertThat(change("POST", "/start", "{\"image_ref\":\"galaxy/game:1.4.1\"}").status())
                .isEqualTo(200);

        assertThat(two.rows())
                .extracting(row -> row.split(" ", 2)[0])
                .containsExactly("restart", "patch", "stop", "cleanup_container", "start");
        assertThat(one.rows()).isEmpty();
    }

    private Answered change(String method, String path, String body) throws IOException {
        return RawHttpClient.ask(
                one.port(),
                "%s %s HTTP/1.1\r\nHost: h\r\n%s%sContent-Length: %d\r\n\r\n%s"
                        .formatted(method, G2 + path, JSON, SHOWN, body.length(), body));
    }

    @Test
    void anErrorIsPassedOnAsItIs() throws IOException {
        Answered refused = change("POST", "/patch", "{\"image_ref\":\"galaxy/game:2.0.0\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("semver_patch_only");
    }

    @Test
    void whatIsAwayOnTheOtherNodeIsSaidWithItsName() throws IOException {
        two.phase.refuse(() -> Optional.of("this process stands by"));
        Answered standby = change("POST", "/restart", "");
        assertThat(standby.status()).isEqualTo(503);
        assertThat(standby.code()).isEqualTo("service_unavailable");
        assertThat(standby.message()).isEqualTo("node vm-2: this process stands by");
        assertThat(standby.header("retry-after")).contains("5");

        for (String odd : List.of("{}", "{\"error\":{}}", "no JSON")) {
            try (Stub stub = new Stub(exchange -> Stub.answer(exchange, 503, odd))) {
                placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
                Answered passedOn = change("POST", "/restart", "");
                assertThat(passedOn.status()).isEqualTo(503);
                assertThat(passedOn.body()).isEqualTo(odd);
            }
        }
    }

    @Test
    void aProcessThatStandsByPassesOnWhatIsNotForItsNode() throws IOException {
        one.phase.refuse(() -> Optional.of("this process stands by"));

        assertThat(change("POST", "/restart", "").status()).isEqualTo(200);
        assertThat(one.post(Served.RUNTIMES + "/g1/stop", JSON + SHOWN, STOP).message())
                .isEqualTo("this process stands by");
    }

    @Test
    void aFirstStartIsMadeOnTheNodeThatIsChosenForIt() throws IOException {
        two.world.docker.images().add(new ImageReference("galaxy/game:1.4.0"));
        placesOfOne.forFirstStarts.put(new GameId("new"), FakePlaces.at(2, two.port()));

        Answered started =
                one.post(
                        Served.RUNTIMES + "/new/start",
                        JSON + SHOWN,
                        "{\"image_ref\":\"galaxy/game:1.4.0\"}");

        assertThat(started.status()).isEqualTo(200);
        assertThat(two.rows()).containsExactly("start new galaxy/game:1.4.0 admin_rest");
        assertThat(one.post(Served.RUNTIMES + "/new/stop", JSON + SHOWN, STOP).status())
                .isEqualTo(404);
    }

    /** It is full for games that come by calls: another start was faster. */
    private static void fill(Served node) {
        node.world.store.amongOthers(
                new PlacingPolicy(new MemorySize(512L << 20), Duration.ofMinutes(1)));
        node.world.store.recordSeen(
                NodeId.FIRST,
                new NodeCapacity(new MemorySize(256L << 20), 0),
                Optional.of(URI.create("http://127.0.0.1:1/")));
    }

    private Answered startNew() throws IOException {
        return one.post(
                Served.RUNTIMES + "/new/start",
                JSON + SHOWN,
                "{\"image_ref\":\"galaxy/game:1.4.0\"}");
    }

    private static final String FULL =
            "node: no node has room for game new: open another node (full: vm-1, vm-2)";

    private static Node full() {
        throw new DependencyUnavailableException(
                Dependency.NODE, FULL.substring("node: ".length()), null);
    }

    @Test
    void aFirstStartThatFindsItsNodeFilledMeanwhileIsMadeOnAnotherOne() throws IOException {
        fill(two);
        one.world.docker.images().add(new ImageReference("galaxy/game:1.4.0"));
        placesOfOne.choices.add(() -> FakePlaces.at(2, two.port()));
        placesOfOne.choices.add(() -> FakePlaces.at(1, one.port()));

        assertThat(startNew().status()).isEqualTo(200);
        assertThat(one.rows()).containsExactly("start new galaxy/game:1.4.0 admin_rest");
        assertThat(two.rows()).isEmpty();
    }

    @Test
    void aFirstStartThatFindsThisNodeFilledMeanwhileIsMadeOnAnotherOne() throws IOException {
        fill(one);
        two.world.docker.images().add(new ImageReference("galaxy/game:1.4.0"));
        placesOfOne.choices.add(() -> FakePlaces.at(1, one.port()));
        placesOfOne.choices.add(() -> FakePlaces.at(2, two.port()));

        assertThat(startNew().status()).isEqualTo(200);
        assertThat(two.rows()).containsExactly("start new galaxy/game:1.4.0 admin_rest");
        assertThat(one.rows()).isEmpty();
    }

    @Test
    void aFirstStartFailsInTheSameWordsIfAllNodesAreFilledMeanwhile() throws IOException {
        fill(one);
        fill(two);
        placesOfOne.choices.add(() -> FakePlaces.at(1, one.port()));
        placesOfOne.choices.add(() -> FakePlaces.at(2, two.port()));
        placesOfOne.choices.add(ForwardingTest::full);

        Answered refused = startNew();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message()).isEqualTo(FULL);
        assertThat(refused.header("retry-after")).contains("5");
    }

    @Test
    void aFirstStartIsNotTriedOnNodesWithoutEnd() throws IOException {
        fill(two);
        placesOfOne.forFirstStarts.put(new GameId("new"), FakePlaces.at(2, two.port()));

        Answered refused = startNew();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message())
                .isEqualTo(
                        "no node has room for game new: each that was chosen was filled meanwhile; try again in a moment");
    }

    @Test
    void aGameThatCameToANodeMeanwhileIsNotPlacedAgain() throws IOException {
        fill(one);
        two.put(Records.running("new"));
        placesOfOne.choices.add(() -> {
            placesOfOne.put("new", FakePlaces.at(2, two.port()));
            return FakePlaces.at(1, one.port());
        });
        placesOfOne.choices.add(() -> FakePlaces.at(1, one.port()));

        Answered found = startNew();
        assertThat(found.header("x-galaxy-no-change")).contains("true");
        assertThat(placesOfOne.choices).hasSize(1);
        assertThat(one.rows()).isEmpty();
    }

    @Test
    void aFirstStartThatFailedThereIsNotMadeOnAnotherNode() throws IOException {
        placesOfOne.choices.add(() -> FakePlaces.at(2, two.port()));
        placesOfOne.choices.add(() -> FakePlaces.at(1, one.port()));
        two.world.docker.faults().makeUnavailable();

        assertThat(startNew().status()).isEqualTo(503);
        two.server.close();
        assertThat(placesOfOne.choices).hasSize(1);
        assertThat(one.rows()).isEmpty();
    }

    @Test
    void outputAndFiguresAreReadOnTheNodeAndTheRestHere() throws IOException {
        two.world.docker.write(Records.container("g2"), "a line of node 2");
        two.used.uses(
                Records.container("g2"),
                new EngineUsage(
                        EngineUsage.Source.CGROUP,
                        Optional.of(250L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        Answered logs = one.ask("GET", G2 + "/logs?tail=1", SHOWN);
        assertThat(logs.body()).contains("a line of node 2");
        assertThat(logs.header("content-type")).contains("text/plain; charset=utf-8");
        assertThat(one.ask("HEAD", G2 + "/logs?tail=1", SHOWN).header("content-length"))
                .isEqualTo(logs.header("content-length"));
        assertThat(one.ask("GET", G2 + "/stats?disk=true", SHOWN).body())
                .contains("\"cpu_millicores\":250", "\"state_bytes\":4096");
        assertThat(one.ask("GET", G2, SHOWN).status()).isEqualTo(404);
        assertThat(one.ask("GET", G2 + "/logs?tail=no", SHOWN).status()).isEqualTo(400);
        assertThat(one.ask("GET", G2 + "/logs?tail=no", SHOWN).message())
                .isEqualTo(two.ask("GET", G2 + "/logs?tail=no", SHOWN).message());

        one.world
                .store
                .endings()
                .save(
                        new NodeId(2),
                        Records.ending("g2", "0d0d", Records.STOPPED),
                        Optional.of(new EndingOutput.Kept("its last words\n")));
        assertThat(one.ask("GET", G2 + "/logs?previous=true", SHOWN).body())
                .isEqualTo("its last words\n");
    }

    @Test
    void theFiguresOfSeveralGamesComeFromTheirNodes() throws IOException {
        one.put(SampleOperations.on(new NodeId(2), Records.running("g2")));
        two.used.uses(
                Records.container("g2"),
                new EngineUsage(
                        EngineUsage.Source.CGROUP,
                        Optional.of(250L),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        String both = one.ask("GET", STATS + "g1,g2", SHOWN).body();
        assertThat(both)
                .startsWith("{\"items\":[{\"game_id\":\"g1\"")
                .contains("},{\"game_id\":\"g2\",", "\"cpu_millicores\":250")
                .endsWith("}]}");
        assertThat(one.ask("GET", STATS + "g2", SHOWN).body())
                .isEqualTo(two.ask("GET", STATS + "g2", SHOWN).body());

        two.server.close();
        assertThat(one.ask("GET", STATS + "g1,g2", SHOWN).body())
                .contains("\"error\":\"the game is on node 2\"");
    }

    @Test
    void whatEachNodeHasOfItsOwnIsAskedForByItsName() throws IOException {
        two.world.docker.images().add(new ImageReference("galaxy/game:1.4.7"));
        String images = "/api/v1/internal/images";

        Answered there = one.ask("GET", images + "?node=vm-2", SHOWN);
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.body())
                .isEqualTo(two.ask("GET", images, SHOWN).body())
                .isNotEqualTo(one.ask("GET", images, SHOWN).body());
        assertThat(one.ask("GET", images + "?node=vm-1", SHOWN).body())
                .isEqualTo(one.ask("GET", images, SHOWN).body());
        assertThat(one.ask("GET", images + "?node=vm-9", SHOWN).message())
                .isEqualTo("no node has that name");

        two.server.close();
        assertThat(one.ask("GET", images + "?node=vm-2", SHOWN).message())
                .startsWith("node vm-2 does not answer: ");
    }

    @Test
    void theChangesOfANodeThatReadsNoJobsAreShownToWhoNamesIt() throws Exception {
        two.phase.refuse(() -> Optional.of("this process sees the changes of its node only"));
        two.phase.enterOnNode();
        String events = "/api/v1/internal/events?follow=false";
        assertThat(two.ask("GET", events, SHOWN).status()).isEqualTo(503);
        two.probed("g2", HealthStatus.HEALTHY, "{}");

        Answered there = one.ask("GET", events + "&node=vm-2", SHOWN);
        assertThat(there.status()).isEqualTo(200);
        assertThat(there.body()).contains("event: health").contains("\"game_id\":\"g2\"");
    }

    @Test
    void aNodeThatWasGivenUpIsOpenedByItsOwnProcessOrOnSomebodysWord() throws IOException {
        String open = "/api/v1/internal/nodes/open";
        for (Served each : List.of(one, two)) {
            each.world.store.name(NodeId.FIRST, "vm-1");
            each.world.store.add("vm-2", "IJKL");
            each.world.store.recordSeen(
                    new NodeId(2),
                    new NodeCapacity(new MemorySize(8L << 30), 0),
                    FakePlaces.at(2, two.port()).url());
            each.world.store.state(new NodeId(2), NodeState.RETIRED);
        }
        Answered moved = one.post(open, JSON + SHOWN, "{\"node\":\"vm-2\"}");
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.message())
                .isEqualTo(
                        "on the Docker of node vm-2 are containers of games that moved away: galaxy-game-g2; remove them first");

        two.server.close();
        Answered unknown = one.post(open, JSON + SHOWN, "{\"node\":\"vm-2\"}");
        assertThat(unknown.status()).isEqualTo(409);
        assertThat(unknown.message()).contains("no process there says what is left");
        assertThat(one.post(open + "?emptied=true", JSON + SHOWN, "{\"node\":\"vm-2\"}").body())
                .contains("\"state\":\"open\"");
    }

    @Test
    void theOverviewSaysWhereEachGameIs() throws IOException {
        one.put(SampleOperations.on(new NodeId(2), Records.running("g2")));
        assertThat(one.ask("GET", "/api/v1/internal/overview", SHOWN).body())
                .contains("\"node\":1", "\"node\":2");
        try (Served alone = new Served()) {
            alone.put(Records.running("g1"));
            assertThat(alone.get("/api/v1/internal/overview").body())
                    .contains("\"g1\"")
                    .doesNotContain("\"node\"");
        }
    }

    @Test
    void aCallerMayPassOnWhatItMayDoHereAndNoMore() throws IOException {
        assertThat(one.ask("POST", G2 + "/restart", "").status()).isEqualTo(401);
        assertThat(two.boundary.calls()).doesNotContain("tryAcquire");
    }

    @Test
    void onlyTheTokenTheCallerAndTheTraceGoOn() throws Exception {
        try (Stub stub = new Stub(exchange -> Stub.answer(exchange, 200, "{}"))) {
            placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
            String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
            one.post(
                    G2 + "/stop",
                    JSON
                            + SHOWN
                            + "traceparent: %s\r\nCookie: a=b\r\nX-Other: 1\r\nUser-Agent: mine\r\n"
                                    .formatted(trace),
                    STOP);

            Map<String, List<String>> headers = stub.headers.poll(20, TimeUnit.SECONDS);
            assertThat(headers)
                    .containsEntry("Authorization", List.of("Bearer " + TOKEN))
                    .containsEntry("X-galaxy-caller", List.of("admin"))
                    .containsEntry("X-galaxy-forwarded", List.of("vm-1"))
                    .containsEntry("X-galaxy-node", List.of("vm-2"))
                    .containsEntry("Content-type", List.of("application/json"))
                    .containsEntry("Traceparent", List.of(trace))
                    .doesNotContainKeys("Cookie", "X-other");
            assertThat(headers.get("User-agent")).doesNotContain(List.of("mine").getFirst());
        }
    }

    @Test
    void aRequestThatWasPassedOnGoesNoFurther() throws IOException {
        placesOfTwo.put("g2", FakePlaces.at(1, one.port()));
        two.put(SampleOperations.on(NodeId.FIRST, Records.running("elsewhere")));
        placesOfOne.put("elsewhere", FakePlaces.at(2, two.port()));
        placesOfTwo.put("elsewhere", FakePlaces.at(1, one.port()));
        long before = one.boundary.calls().size();

        Answered answer = change("POST", "/restart", "");
        assertThat(answer.status()).isEqualTo(200);

        Answered other = one.post(Served.RUNTIMES + "/elsewhere/stop", JSON + SHOWN, STOP);
        assertThat(other.status()).isEqualTo(200);
        assertThat(one.boundary.calls()).hasSize((int) before);
    }

    @Test
    void aNodeThatIsNotThereIsNamedAndNothingWasChanged() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        placesOfOne.put("g2", FakePlaces.at(2, port));

        Answered change = change("POST", "/restart", "");
        assertThat(change.status()).isEqualTo(503);
        assertThat(change.code()).isEqualTo("service_unavailable");
        assertThat(change.message())
                .startsWith("node vm-2, which holds game g2, does not answer: ")
                .endsWith("; nothing was changed");
        assertThat(change.header("retry-after")).contains("5");
        assertThat(one.ask("GET", G2 + "/logs", SHOWN).message())
                .startsWith("node vm-2, which holds game g2, does not answer: ")
                .doesNotContain("changed");
        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("another node does not answer", "vm-2");
    }

    @Test
    void afterTheDeadlineItIsSaidThatTheChangeMayHaveBeenMade() throws Exception {
        reopenOne(Duration.ofSeconds(2));
        CountDownLatch go = new CountDownLatch(1);
        two.beforeOperations(() -> await(go));

        Answered late = change("POST", "/stop", STOP);
        go.countDown();

        assertThat(late.status()).isEqualTo(503);
        assertThat(late.message())
                .isEqualTo(
                        "node vm-2, which holds game g2, does not answer: no answer within 2s;"
                                + " whether it made the change is not known, so read the game's"
                                + " record first");
    }

    private static void await(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aNodeThatDoesNotAnswerLeavesRoomForOthers() throws Exception {
        String g3 = Served.RUNTIMES + "/g3";
        two.put(Records.running("g3"));
        placesOfOne.put("g3", FakePlaces.at(2, two.port()));
        placesOfTwo.put("g3", FakePlaces.at(2, two.port()));
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(2);
        two.beforeOperations(() -> {
            there.countDown();
            await(go);
        });
        List<Future<Answered>> waiting =
                List.of(
                        threads.submit(() -> change("POST", "/stop", STOP)),
                        threads.submit(() -> one.post(g3 + "/stop", JSON + SHOWN, STOP)));
        there.await();

        Answered third = change("POST", "/stop", STOP);
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.message())
                .isEqualTo(
                        "too many requests wait for node vm-2, which holds game g2; try again in a"
                                + " moment");
        assertThat(one.ask("GET", Served.RUNTIMES + "/g1", SHOWN).status()).isEqualTo(200);

        go.countDown();
        for (Future<Answered> each : waiting) {
            assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void aNodeWithoutAnAddressAndARetiredOneAreNotAsked() throws IOException {
        placesOfOne.put("g2", FakePlaces.node(2, NodeState.OPEN, Optional.empty()));
        assertThat(change("POST", "/restart", "").message())
                .isEqualTo(
                        "node vm-2, which holds game g2, has no address; set RTMANAGER_NODE_URL"
                                + " there");

        placesOfOne.put(
                "g2",
                FakePlaces.node(
                        2,
                        NodeState.RETIRED,
                        Optional.of(URI.create("http://127.0.0.1:" + two.port()))));
        Answered retired = change("POST", "/restart", "");
        assertThat(retired.status()).isEqualTo(503);
        assertThat(retired.message())
                .isEqualTo(
                        "node vm-2, which held game g2, is retired; move the game to another node"
                                + " first");
        assertThat(two.rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 304})
    void aRedirectIsNotFollowed(int status) throws Exception {
        try (Stub stub =
                new Stub(exchange -> {
                    exchange.getResponseHeaders()
                            .set("Location", "http://127.0.0.1:" + two.port() + G2 + "/restart");
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                })) {
            placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
            Answered answer = change("POST", "/restart", "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).contains("answered with status " + status);
            assertThat(two.rows()).isEmpty();
        }
    }

    @Test
    void anotherTokenThereIsNotTheCallersFault() throws IOException {
        try (Served other =
                Served.among(
                        Served.settings(8, Optional.of("another")),
                        nodes(3, new FakePlaces(), Duration.ofSeconds(20)))) {
            placesOfOne.put("g2", FakePlaces.at(3, other.port()));
            Answered answer = change("POST", "/restart", "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message())
                    .isEqualTo(
                            "node vm-3, which holds game g2, does not take the token of this"
                                    + " request; all nodes need the same"
                                    + " RTMANAGER_INTERNAL_HTTP_TOKEN and"
                                    + " RTMANAGER_INTERNAL_HTTP_READ_TOKEN");
        }
    }

    @Test
    void aProcessRefusesWhatIsMeantForAnotherNodeBeforeItDoesAnything() throws IOException {
        String images = "/api/v1/internal/images";
        try (Served third =
                Served.among(
                        Served.settings(8, Optional.of(TOKEN)),
                        nodes(3, new FakePlaces(), Duration.ofSeconds(20)))) {
            third.put(Records.running("g2"));
            one.put(SampleOperations.on(new NodeId(2), Records.running("g2")));
            placesOfOne.put("g2", FakePlaces.at(2, third.port()));
            String url = "http://127.0.0.1:%d/".formatted(third.port());
            String correct = "; correct RTMANAGER_NODE_URL of node vm-2";

            Answered stopped = change("POST", "/stop", STOP);
            assertThat(stopped.status()).isEqualTo(503);
            assertThat(stopped.code()).isEqualTo("service_unavailable");
            assertThat(stopped.message())
                    .isEqualTo(
                            "node vm-2, which holds game g2, is not reached: the process of node"
                                    + " vm-3 answers at %s%s; nothing was changed"
                                            .formatted(url, correct));
            assertThat(one.ask("GET", G2 + "/logs", SHOWN).message()).endsWith(correct);
            assertThat(one.ask("GET", G2 + "/logs?follow=true", SHOWN).message()).endsWith(correct);
            assertThat(one.ask("GET", G2 + "/stats", SHOWN).message()).endsWith(correct);
            assertThat(one.ask("GET", STATS + "g1,g2", SHOWN).body())
                    .contains("\"error\":\"the game is on node 2\"");
            assertThat(one.ask("GET", images + "?node=vm-2", SHOWN).message())
                    .isEqualTo(
                            "node vm-2 is not reached: the process of node vm-3 answers at "
                                    + url
                                    + correct);
            assertThat(
                            one.ask("GET", "/api/v1/internal/events?node=vm-2&follow=false", SHOWN)
                                    .message())
                    .endsWith(correct);
            assertThat(third.rows()).isEmpty();
            assertThat(third.boundary.calls()).isEmpty();
            assertThat(log.lines("WARN"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("leads to the process of a third one"));
        }
    }

    @Test
    void aRequestThatNamesNoNodeIsAnsweredAsOneOfAnEarlierVersion() throws IOException {
        String passedOn = JSON + SHOWN + "X-Galaxy-Forwarded: vm-1\r\n";
        assertThat(two.post(G2 + "/stop", passedOn, STOP).status()).isEqualTo(200);

        Answered meant = two.post(G2 + "/stop", passedOn + "X-Galaxy-Node: vm-9\r\n", STOP);
        assertThat(meant.status()).isEqualTo(503);
        assertThat(meant.header("x-galaxy-node")).contains("vm-2");
        assertThat(meant.message())
                .isEqualTo(
                        "this is the process of node vm-2, and the request is for node vm-9:"
                                + " RTMANAGER_NODE_URL of node vm-9 leads here");
    }

    @Test
    void aLongAnswerIsPassedOnAndATooLongOneIsNot() throws Exception {
        String text = "x".repeat(3 << 20);
        try (Stub stub = new Stub(exchange -> Stub.answer(exchange, 200, text))) {
            placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
            assertThat(one.ask("GET", G2 + "/logs", SHOWN).body()).hasSize(3 << 20);
        }
        try (Stub stub = new Stub(exchange -> Stub.answer(exchange, 200, text + text))) {
            placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
            assertThat(one.ask("GET", G2 + "/logs", SHOWN).message())
                    .startsWith("node vm-2, which holds game g2, does not answer: ");
        }
    }

    @Test
    void followedOutputIsPassedOnUntilTheEngineEnds() throws Exception {
        try (EventReader reader = follow()) {
            two.output.awaitOpened(1);
            two.output.sinks.getFirst().line("one");
            assertThat(reader.next()).isEqualTo("output {\"line\":\"one\"}");
            two.output.sinks.getFirst().line("two: event: end");
            two.output.sinks.getFirst().ended("the engine ended");

            assertThat(reader.next(3))
                    .containsExactly(
                            "output {\"line\":\"two: event: end\"}",
                            "end {\"reason\":\"the engine ended\",\"engine_ended\":true}",
                            "(closed)");
        }
        two.output.awaitClosed(1);
    }

    @Test
    void aReaderThatLeavesEndsTheFollowingThere() throws Exception {
        try (EventReader reader = follow()) {
            two.output.awaitOpened(1);
            two.output.sinks.getFirst().line("one");
            assertThat(reader.next()).contains("one");
        }
        threads.execute(() -> write(two.output));
        two.output.awaitClosed(1);
    }

    /** Until this thread is stopped. */
    private static void write(FakeContainerOutput output) {
        try {
            while (true) {
                output.sinks.getFirst().line("more");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStreamThatBreaksOffEndsWithAWord() throws Exception {
        try (Stub stub =
                new Stub(exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write(
                                    "event: output\ndata: {\"line\":\"one\"}\n\n"
                                            .getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                })) {
            placesOfOne.put("g2", FakePlaces.at(2, stub.port()));
            try (EventReader reader = follow()) {
                assertThat(reader.next(3))
                        .containsExactly(
                                "output {\"line\":\"one\"}",
                                "end {\"reason\":\"node vm-2 does not answer any more: the stream"
                                        + " ended\",\"engine_ended\":false}",
                                "(closed)");
            }
        }
    }

    @Test
    void aStreamThatIsNotGrantedIsAnError() throws IOException {
        two.put(Records.removed("g3"));
        placesOfOne.put("g3", FakePlaces.at(2, two.port()));
        Answered answer = one.ask("GET", Served.RUNTIMES + "/g3/logs?follow=true", SHOWN);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    private EventReader follow() throws IOException {
        return new EventReader(one.port(), G2 + "/logs?follow=true", SHOWN);
    }
}

package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.port.JobBacklog;
import rtm.main.check.Finding.Level;
import rtm.store.PostgresInspection;

/** What the check reports about the other nodes. */
@Timeout(20)
class OthersCheckupTest {

    private static final String TOKEN = "hush";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String NAME = "galaxy-game-g7a";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer process;
    private ServerSocket engine;
    private InstantSource clock = InstantSource.system();
    private HostNames names = _ -> List.of(LOOPBACK);
    private Set<NodeId> running = Set.of();
    private GameNetwork network = new GameNetwork(List.of("10.99.1.0/24"));
    private String status = "{\"boot\":{\"version\":\"9\"},\"n\":1,\"version\":\"0.2.0\"}";
    private Optional<String> readToken = Optional.empty();
    private Optional<JobBacklog.Place> redis =
            Optional.of(new JobBacklog.Place(Optional.of("0a1b"), 0, List.of("start", "stop")));

    @BeforeEach
    void open() throws IOException {
        engine = new ServerSocket(0, 50, LOOPBACK);
        process = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        process.setExecutor(threads);
        process.createContext("/healthz", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
        process.createContext(
                "/api/v1/internal/status",
                exchange -> {
                    String token = exchange.getRequestHeaders().getFirst("Authorization");
                    boolean admitted = ("Bearer " + TOKEN).equals(token);
                    answer(exchange, admitted ? 200 : 401, admitted ? status : "{}");
                });
        process.start();
    }

    @AfterEach
    void close() throws IOException {
        process.stop(0);
        threads.shutdownNow();
        engine.close();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + process.getAddress().getPort());
    }

    private static Node node(int number, String name, Optional<URI> url, NodeState state) {
        return new Node(
                new NodeId(number),
                Optional.of(name).filter(text -> !text.isEmpty()),
                Optional.empty(),
                url,
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Node vm2() {
        return node(2, "vm-2", Optional.of(url()), NodeState.OPEN);
    }

    private static NodeEngine engineAt(String address) {
        return new NodeEngine(new NodeId(2), new GameId("G7A"), address);
    }

    private PostgresInspection seen(List<Node> nodes, List<NodeEngine> engines) {
        return new PostgresInspection(
                "15",
                "role",
                "galaxy",
                0,
                Optional.empty(),
                nodes,
                engines,
                running,
                100,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    private List<Finding> findings(Optional<String> token, Optional<PostgresInspection> seen)
            throws InterruptedException {
        return new OthersCheckup(
                        Optional.of("vm-1"),
                        () -> seen,
                        () -> redis,
                        new OtherNode.View(
                                "0.2.0",
                                token,
                                readToken,
                                clock,
                                names,
                                engine.getLocalPort(),
                                () -> network))
                .run();
    }

    private List<Finding> findings(Node node, NodeEngine... engines) throws InterruptedException {
        return findings(Optional.of(TOKEN), Optional.of(seen(List.of(node), List.of(engines))));
    }

    private static List<String> lines(List<Finding> findings) {
        return findings.stream().map(finding -> finding.level() + " " + finding.found()).toList();
    }

    private List<String> lines(Node node, NodeEngine... engines) throws InterruptedException {
        return lines(findings(node, engines));
    }

    @Test
    void aNodeInOrderIsSaidToAnswerWithItsEngines() throws Exception {
        assertThat(lines(vm2(), engineAt("127.0.0.1")))
                .containsExactly(
                        "OK vm-2 answers at " + url(),
                        "OK the clock of vm-2 agrees with this host's",
                        "OK vm-2 runs 0.2.0, as this one",
                        "OK engines of vm-2 answer at 127.0.0.1",
                        "OK galaxy-game-g7a of vm-2 is known as 127.0.0.1");
    }

    @Test
    void withoutARunningGameThereNoEngineIsTried() throws Exception {
        assertThat(lines(vm2()))
                .hasSize(4)
                .contains("OK no game runs on vm-2 to try its engines with");
    }

    @Test
    void aProcessThatNobodyReachesIsAWarningWithAdvice() throws Exception {
        process.stop(0);
        Finding silent = findings(vm2()).getFirst();
        assertThat(silent.level()).isEqualTo(Level.WARN);
        assertThat(silent.found()).startsWith("vm-2 does not answer at %s: ".formatted(url()));
        assertThat(silent.advice()).contains("firewall", "RTMANAGER_NODE_URL");
        assertThat(lines(node(2, "vm-2", Optional.empty(), NodeState.OPEN)).getFirst())
                .isEqualTo("WARN vm-2 has no address, so no other node reaches its process");
    }

    @Test
    void anotherProgramAtTheAddressIsAWarning() throws Exception {
        process.removeContext("/healthz");
        assertThat(lines(vm2()).getFirst())
                .isEqualTo(
                        "WARN what answers at %s is not the process of vm-2: its answer is 404"
                                .formatted(url()));
    }

    @Test
    void theProcessOfAThirdNodeAtTheAddressFails() throws Exception {
        process.removeContext("/healthz");
        process.createContext(
                "/healthz",
                exchange -> {
                    boolean own =
                            List.of("vm-3")
                                    .equals(exchange.getRequestHeaders().get("X-Galaxy-Node"));
                    exchange.getResponseHeaders().set("X-Galaxy-Node", "vm-3");
                    answer(exchange, own ? 200 : 503, "{}");
                });
        List<Finding> findings = findings(vm2());
        assertThat(findings.getFirst())
                .isEqualTo(
                        Finding.fail(
                                "nodes",
                                "what answers at %s is not the process of vm-2, but that of vm-3"
                                        .formatted(url()),
                                "correct RTMANAGER_NODE_URL of vm-2"));
        assertThat(lines(findings)).noneMatch(line -> line.contains("vm-2 answers"));
    }

    @Test
    void anotherTokenForReadingFails() throws Exception {
        readToken = Optional.of("seen");
        assertThat(lines(vm2()))
                .contains("FAIL vm-2 does not take the token for reading of this service")
                .noneMatch(line -> line.contains("seen"));
        readToken = Optional.of(TOKEN);
        assertThat(lines(vm2())).noneMatch(line -> line.contains("reading"));
    }

    @Test
    void anotherRedisOrAnotherPlaceInItFails() throws Exception {
        assertThat(lines(redisThere("\"0a1b\"", 0, "\"start\",\"stop\"")))
                .contains("OK vm-2 uses the same Redis and streams");
        assertThat(lines(redisThere("\"ffff\"", 0, "\"start\",\"stop\"")))
                .contains("FAIL vm-2 uses another Redis than this node");
        assertThat(lines(redisThere("\"0a1b\"", 7, "\"start\",\"stop\"")))
                .contains("FAIL vm-2 uses database 7 of Redis, and this node 0");
        assertThat(lines(redisThere("\"0a1b\"", 0, "\"start\",\"other\"")))
                .contains("FAIL vm-2 uses other streams than this node: start, other");
        assertThat(lines(redisThere("null", 0, "\"start\",\"stop\"")))
                .contains("WARN whether vm-2 uses the same Redis is not known");
    }

    private Node redisThere(String runId, int database, String streams) {
        status =
                "{\"redis\":{\"run_id\":%s,\"x\":[{}],\"database\":%d,\"streams\":[%s]},\"version\":\"0.2.0\"}"
                        .formatted(runId, database, streams);
        return vm2();
    }

    @Test
    void ofARedisThatNobodyKnowsNothingIsSaid() throws Exception {
        assertThat(lines(vm2())).noneMatch(line -> line.contains("Redis"));
        redis = Optional.empty();
        assertThat(lines(redisThere("\"0a1b\"", 0, "")))
                .contains("OK vm-2 runs 0.2.0, as this one")
                .noneMatch(line -> line.contains("Redis"));
    }

    @Test
    void tokensThatDifferFail() throws Exception {
        for (Optional<String> token : List.of(Optional.of("other"), Optional.<String>empty())) {
            List<Finding> findings = findings(token, Optional.of(seen(List.of(vm2()), List.of())));
            assertThat(lines(findings))
                    .contains("FAIL vm-2 does not take the token of this service")
                    .noneMatch(line -> line.contains("other"));
        }
    }

    @Test
    void anotherVersionIsFineDuringAnUpgrade() throws Exception {
        status = "{\"version\":\"0.3.0\"}";
        assertThat(findings(vm2()))
                .contains(
                        Finding.warn(
                                "nodes",
                                "vm-2 runs 0.3.0, this is 0.2.0",
                                "fine during an upgrade; after it, all nodes run the same version"));
    }

    @Test
    void aStatusThatCannotBeReadIsAWarning() throws Exception {
        for (String unreadable : List.of("", "[]", "{", "{\"version\":{}}", "<html>")) {
            status = unreadable;
            assertThat(lines(vm2()))
                    .contains(
                            "WARN vm-2 does not say which version it runs: its answer cannot be read");
        }
    }

    @Test
    void aClockThatIsFarOffIsAWarning() throws Exception {
        clock = () -> InstantSource.system().instant().plusSeconds(90);
        assertThat(lines(vm2()).get(1))
                .startsWith("WARN the clock of vm-2 is at least ")
                .endsWith(" s behind this host's");
    }

    @Test
    void anEngineThatNobodyReachesIsAWarningWithAdvice() throws Exception {
        engine.close();
        Finding route = findings(vm2(), engineAt("127.0.0.1")).get(3);
        assertThat(route.level()).isEqualTo(Level.WARN);
        assertThat(route.found())
                .startsWith("the engine of game G7A on vm-2 does not answer at 127.0.0.1: ");
        assertThat(route.advice()).contains("DOCKER-USER", "nat-unprotected");
    }

    @Test
    void aNetworkThatOverlapsFailsAndItsEngineIsNotTried() throws Exception {
        network = new GameNetwork(List.of("fd00::/64", "127.0.0.0/30"));
        Finding overlap = findings(vm2(), engineAt("127.0.0.1")).get(3);
        assertThat(overlap)
                .isEqualTo(
                        Finding.fail(
                                "nodes",
                                "the game network of vm-2 overlaps with this node's, 127.0.0.0/30: the engine of game G7A there is at 127.0.0.1",
                                "give each node's network a subnet of its own: docs/many-vms.md#the-network-of-the-games"));
    }

    @Test
    void anEngineOfAnUnknownAddressIsNotTried() throws Exception {
        running = Set.of(new NodeId(2));
        assertThat(lines(vm2()))
                .contains(
                        "OK no engine of vm-2 is tried: their addresses are known after the next inspection there");
    }

    @Test
    void aRangeHasItsOwnAddressesAndNoOthers() {
        GameNetwork mine =
                new GameNetwork(List.of("10.99.4.0/22", "fd00:1::/64", "odd", "1.2.3.4/99"));
        for (String inside : List.of("10.99.4.0", "10.99.7.255")) {
            assertThat(mine.rangeWith(inside)).contains("10.99.4.0/22");
        }
        assertThat(mine.rangeWith("fd00:1::2")).contains("fd00:1::/64");
        for (String outside : List.of("10.99.8.0", "10.99.3.255", "fd00:2::2", "1.2.3.4", "")) {
            assertThat(mine.rangeWith(outside)).as(outside).isEmpty();
        }
    }

    @Test
    void aNameOfAnotherAddressFails() throws Exception {
        names = name -> name.equals(NAME) ? List.of(InetAddress.ofLiteral("10.9.9.9")) : List.of();
        assertThat(lines(vm2(), engineAt("127.0.0.1")).getLast())
                .isEqualTo(
                        "FAIL galaxy-game-g7a of vm-2 resolves to 10.9.9.9, but the engine is at"
                                + " 127.0.0.1");
    }

    @Test
    void aNameThatNobodyKnowsIsAWarning() throws Exception {
        names = _ -> List.of();
        assertThat(lines(vm2(), engineAt("127.0.0.1")).getLast())
                .isEqualTo("WARN galaxy-game-g7a of vm-2 is not known to this host's resolver");
        names =
                _ -> {
                    throw new TimeoutException();
                };
        assertThat(lines(vm2(), engineAt("127.0.0.1")).getLast())
                .isEqualTo(
                        "WARN this host's resolver has no answer for galaxy-game-g7a of vm-2 within 3s");
    }

    @Test
    void thisHostsResolverKnowsItsOwnNamesAndNoOthers() throws Exception {
        HostNames host = HostNames.ofThisHost(Duration.ofSeconds(10));
        assertThat(host.addresses("localhost"))
                .isNotEmpty()
                .allMatch(InetAddress::isLoopbackAddress);
        assertThat(host.addresses("galaxy-game-nobody.invalid")).isEmpty();
    }

    @Test
    void onlyOthersThatWorkAreAsked() throws Exception {
        Optional<URI> url = Optional.of(url());
        assertThat(
                        findings(
                                Optional.of(TOKEN),
                                Optional.of(
                                        seen(
                                                List.of(
                                                        node(1, "vm-1", url, NodeState.OPEN),
                                                        node(2, "vm-2", url, NodeState.RETIRED),
                                                        node(3, "", url, NodeState.OPEN)),
                                                List.of()))))
                .isEmpty();
        assertThat(lines(node(2, "vm-2", url, NodeState.CLOSED)))
                .contains("OK vm-2 answers at " + url());
    }

    @Test
    void whileTheNodesAreNotKnownThereIsNothingToSay() throws Exception {
        assertThat(findings(Optional.of(TOKEN), Optional.empty())).isEmpty();
    }

    @Test
    void fiftyAreAskedAtTheSameTimeAndInOrder() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        process.removeContext("/healthz");
        process.createContext(
                "/healthz",
                exchange -> {
                    all.countDown();
                    try {
                        all.await();
                    } catch (InterruptedException ended) {
                        throw new IOException(ended);
                    }
                    answer(exchange, 200, "{}");
                });
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= 53; i++) {
            nodes.add(node(i, "vm-" + i, Optional.of(url()), NodeState.OPEN));
        }
        List<String> lines =
                lines(findings(Optional.of(TOKEN), Optional.of(seen(nodes, List.of()))));
        assertThat(lines)
                .filteredOn(line -> line.contains(" answers at "))
                .hasSize(50)
                .startsWith("OK vm-2 answers at " + url())
                .endsWith("OK vm-51 answers at " + url());
        assertThat(lines.getLast()).isEqualTo("OK 2 more nodes were not asked");
    }
}

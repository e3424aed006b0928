package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.JobStream;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeState;
import rtm.domain.model.OperationException;
import rtm.domain.model.Standby;
import rtm.http.client.OtherNodes;
import rtm.testkit.document.HttpExchanged;
import rtm.testkit.document.OpenApiContract;

/** Every answer that the contract describes is given by a real listener, and is as described. */
class OpenApiContractTest {

    private static final String IMAGE = "{\"image_ref\":\"galaxy/game:1.4.0\"}";
    private static final String REASON = "{\"reason\":\"admin_request\"}";
    private static final String NODE = "{\"node\":\"vm-2\"}";
    private static final String IMAGES = "/api/v1/internal/images";
    private static final String JSON = "Content-Type: application/json\r\n";

    private static final Map<String, String> QUERIES =
            Map.of(
                    "/api/v1/internal/events", "?follow=false",
                    "/api/v1/internal/stats", "?game_id=g1,g2",
                    "/api/v1/internal/nodes/retire", "?fenced=true");

    /** They answer whatever is away, until the listener stops. */
    private static final Set<String> ALWAYS_ANSWERED =
            Set.of("/healthz", "/openapi.yaml", "/api/v1/internal/status");

    private final OpenApiContract contract = new OpenApiContract();
    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Served served;
    private int defects;

    @BeforeEach
    void open() throws IOException {
        served = fresh(Optional.empty());
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private static Served fresh(Optional<String> token) throws IOException {
        Served served =
                Served.among(
                        Served.settings(256, token),
                        new OtherNodes(
                                NodeId.FIRST,
                                "vm-1",
                                new FakePlaces(),
                                java.time.Duration.ofSeconds(1)));
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));
        served.put(Records.removed("g3"));
        SampleEntries history = new SampleEntries(served.world.store);
        history.failedJob("g1", 7);
        history.openStop("g3", 8);
        served.world.store.name(NodeId.FIRST, "vm-1");
        served.world.store.add("vm-2", "IJKL");
        history.seen("g1", "{\"prior_failure_count\":3}");
        served.jobs.add(JobStream.START_JOBS, "game_id", "g1");
        served.pull("galaxy/game:1.5.0");
        served.upkeep.save(
                "runtime:start_jobs", served.upkeep.add("runtime:start_jobs").toString());
        served.world.docker.write(Records.container("g1"), "a line");
        served.world.store.standsBy(new Standby(Optional.of("10.0.0.6")));
        served.world.store.standsBy(new Standby(Optional.of("10.0.0.7"), Optional.of("vm-2")));
        served.world.docker.images().add(new ImageReference("galaxy/game:1.3.0"));
        served.world
                .docker
                .images()
                .addToRegistry(new ImageReference("galaxy/game:1.4.0"), Map.of());
        served.world
                .store
                .endings()
                .save(
                        NodeId.FIRST,
                        Records.ending("g1", "0d0d", Records.STOPPED),
                        Optional.of(new EndingOutput.Kept("why\n\n")));
        return served;
    }

    @Test
    void everyAnswerOfEveryOperationIsGivenAsDescribed() throws IOException {
        for (String described : contract.answers()) {
            String[] parts = described.split(" ", -1);
            give(parts[0], parts[1], Integer.parseInt(parts[2]));
        }
        everyCode();
        besideOperations();

        assertThat(contract.unseen()).as("answers that were not seen").isEmpty();
        assertThat(contract.unseenCodes()).as("error codes that were not seen").isEmpty();
        assertThat(contract.document().unseenSchemas()).as("schemas not seen").isEmpty();
        assertThat(contract.document().problemsOfSchemas()).isEmpty();
        assertThat(log.lines("ERROR"))
                .hasSize(defects)
                .allMatch(line -> line.contains("a defect that a test wants"));
        report();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
        NavigableSet<String> described =
                contract.answers().stream()
                        .map(answer -> answer.substring(0, answer.lastIndexOf(' ')))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(
                        new Routes(
                                        served.backend(Optional.empty()),
                                        new ConcurrencyLimit(1),
                                        ConsoleMode.READ,
                                        Optional.empty())
                                .router().routes().stream()
                                        .map(route ->
                                                route.method()
                                                        + " /"
                                                        + String.join("/", route.segments()))
                                        // The page, which only browsers get, shares a path.
                                        .distinct())
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void whatIsNotAsDescribedIsNoticed() {
        HttpExchanged sound = alive("{\"status\":\"ok\"}", 200);

        assertThat(contract.problems(sound)).isEmpty();
        assertThat(contract.problems(alive("{\"status\":\"fine\"}", 200))).isNotEmpty();
        assertThat(contract.problems(alive("{\"status\":\"ok\",\"more\":1}", 200))).isNotEmpty();
        assertThat(contract.problems(alive("{}", 200))).isNotEmpty();
        assertThat(contract.problems(alive("ok", 200))).isNotEmpty();
        assertThat(contract.problems(alive("{\"status\":\"ok\"}", 202))).isNotEmpty();
        assertThat(contract.problems(alive("{\"status\":\"ok\"}", 503))).isNotEmpty();
    }

    private static HttpExchanged alive(String body, int status) {
        return new HttpExchanged(
                "GET", "/healthz", "", status, Map.of("content-type", "application/json"), body);
    }

    private void give(String method, String path, int status) throws IOException {
        served.close();
        boolean locked = status == 401;
        served = fresh(locked ? Optional.of("s3cret") : Optional.empty());
        NodeId second = served.world.store.nodes().getLast().id();
        boolean stoppedOnly =
                path.endsWith("/container")
                        || path.endsWith("/accept")
                        || (path.endsWith("/move") && status != 409);
        String game = status == 404 ? "unknown" : stoppedOnly ? "g2" : "g1";
        String target = path.replace("{game_id}", game);
        boolean bad = status == 400;
        boolean badGame = bad && path.contains("{game_id}");
        String headers = JSON;
        String body = body(path);
        switch (status) {
            case 403 -> headers = JSON + "Origin: null\r\n";
            case 404 -> {
                failing(ErrorCode.NOT_FOUND);
                body = body.replace("vm-2", "vm-9");
            }
            case 409 -> {
                failing(ErrorCode.CONFLICT);
                served.world.store.places().held.add(second);
                served.world.store.state(
                        second,
                        path.endsWith("/close") || path.endsWith("/nodes/open")
                                ? NodeState.RETIRED
                                : NodeState.OPEN);
            }
            case 413 -> body = " ".repeat(70_000);
            case 415 -> headers = "Content-Type: text/plain\r\n";
            case 500 -> breaking();
            case 502 -> failing(ErrorCode.IMAGE_PULL_FAILED);
            case 503 -> unavailable(path);
            default -> {}
        }
        target = badGame ? path.replace("{game_id}", "_") : bad ? path + "?unknown=1" : target;
        if (!bad) {
            target +=
                    method.equals("DELETE") && path.equals(IMAGES)
                            ? "?image_ref=" + image(status)
                            : QUERIES.getOrDefault(path, "");
        }
        Answered answer = exchange(method, target, headers, body);
        assertThat(answer.status()).as(method + " " + target).isEqualTo(status);
    }

    /** One that may go, one that a game needs, and one that the host does not have. */
    private static String image(int status) {
        return switch (status) {
            case 404 -> "galaxy/game:9.9.9";
            case 409 -> "galaxy/game:1.4.0";
            default -> "galaxy/game:1.3.0";
        };
    }

    private static String body(String path) {
        if (path.contains("/nodes/") || path.endsWith("/move")) {
            return NODE;
        }
        return path.endsWith("/pull") || path.endsWith("/start") || path.endsWith("/patch")
                ? IMAGE
                : path.endsWith("/stop") ? REASON : "";
    }

    private void failing(ErrorCode code) {
        served.beforeOperations(() -> {
            throw new OperationException(code, "it did not work");
        });
        if (code == ErrorCode.CONFLICT) {
            served.boundary.refuse("logs", "this log driver keeps nothing");
        }
    }

    private void breaking() {
        defects++;
        served.boundary.beforeEach(_ -> breakDown());
        served.phase.refuse(() -> breakDown());
    }

    private static Optional<String> breakDown() {
        throw new IllegalStateException("a defect that a test wants");
    }

    private void unavailable(String path) {
        served.world.store.unavailable(true);
        served.upkeep.unavailable(true);
        served.phase.refuse(() -> Optional.of("the initial reconcile pass is not done yet"));
        if (ALWAYS_ANSWERED.contains(path)) {
            drain();
        }
    }

    private void drain() {
        try {
            served.server.drain(java.time.Duration.ZERO);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** The codes that share a status with another one. */
    private void everyCode() throws IOException {
        for (ErrorCode code :
                List.of(
                        ErrorCode.START_CONFIG_INVALID,
                        ErrorCode.IMAGE_REF_NOT_SEMVER,
                        ErrorCode.SEMVER_PATCH_ONLY,
                        ErrorCode.CONTAINER_START_FAILED,
                        ErrorCode.INTERNAL_ERROR)) {
            served.close();
            served = fresh(Optional.empty());
            failing(code);
            Answered answer = exchange("POST", Served.RUNTIMES + "/g1/start", JSON, IMAGE);
            assertThat(answer.code()).isEqualTo(code.wire());
        }
    }

    private void besideOperations() throws IOException {
        served.close();
        served = fresh(Optional.empty());
        assertThat(exchange("GET", "/nowhere", "", "").status()).isEqualTo(404);
        assertThat(exchange("PUT", Served.RUNTIMES, "", "").status()).isEqualTo(405);
        assertThat(exchange("GET", "/nowhere", "Origin: null\r\n", "").status()).isEqualTo(403);
        assertThat(exchange("GET", Served.RUNTIMES + "/g1/%ff/x", "", "").status()).isEqualTo(400);
        served.world.store.unavailable(true);
        exchange("GET", "/api/v1/internal/status", "", "");
        served.world.store.unavailable(false);
        for (String game : List.of("g1", "g2", "g3")) {
            exchange("GET", Served.RUNTIMES + "/" + game, "", "");
            exchange("HEAD", Served.RUNTIMES + "/" + game, "", "");
            exchange("GET", Served.RUNTIMES + "/" + game + "/operations", "", "");
            exchange("GET", Served.RUNTIMES + "/" + game + "/history", "", "");
            exchange("GET", Served.RUNTIMES + "/" + game + "/logs?previous=true", "", "");
        }
    }

    private Answered exchange(String method, String target, String headers, String body)
            throws IOException {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        Answered answer =
                RawHttpClient.ask(
                        served.port(),
                        "%s %s HTTP/1.1\r\nHost: h\r\n%s%s\r\n%s"
                                .formatted(method, target, headers, length, body));
        assertThat(contract.problems(exchanged(method, target, body, answer))).isEmpty();
        return answer;
    }

    static HttpExchanged exchanged(String method, String target, String body, Answered answer) {
        return new HttpExchanged(
                method,
                target,
                body,
                answer.status(),
                answer.headers().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, each -> each.getValue().getFirst())),
                answer.body());
    }

    /** Shown with -Drtm.contract.report=true. */
    private void report() {
        if (Boolean.getBoolean("rtm.contract.report")) {
            Stream.concat(
                            contract.seen().stream(),
                            contract.document().schemas().stream().map(name -> "schema " + name))
                    .forEach(System.out::println);
        }
    }
}

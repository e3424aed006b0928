package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.model.StopReason;
import rtm.domain.simulation.Boundary;
import rtm.http.message.HttpStatus;

class RoutesTest {

    private static final String ALL = Served.RUNTIMES;
    private static final String ONE = ALL + "/g1";
    private static final String IMAGE = "{\"image_ref\":\"galaxy/game:1.4.0\"}";
    private static final String RUNNING =
            "{\"game_id\":\"g1\",\"status\":\"running\",\"current_container_id\":\"1f2a\","
                    + "\"current_image_ref\":\"galaxy/game:1.4.0\","
                    + "\"engine_endpoint\":\"http://galaxy-game-g1:8080\","
                    + "\"state_path\":\"/var/lib/galaxy/games/g1\","
                    + "\"docker_network\":\"galaxy-net\",\"started_at\":\"2026-04-28T07:18:54Z\","
                    + "\"stopped_at\":null,\"removed_at\":null,"
                    + "\"last_op_at\":\"2026-04-28T07:18:54Z\","
                    + "\"created_at\":\"2026-04-28T07:18:54Z\"}";

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    @Test
    void healthzTellsThatTheListenerIsAlive() throws IOException {
        Answered answer = served.get("/healthz?from=balancer");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.header("server")).isEmpty();
    }

    @Test
    void readyzTellsReadinessAndWhatIsMissing() throws IOException {
        assertThat(served.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");

        served.phase.check(() -> {
            throw new DependencyUnavailableException(Dependency.REDIS, "no answer within 2s", null);
        });
        Answered answer = served.get("/readyz");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("service_unavailable");
        assertThat(answer.message()).isEqualTo("redis: no answer within 2s");
        assertThat(answer.header("retry-after")).isPresent();
    }

    @Test
    void aRecordHasEveryFieldInTheOrderOfTheContract() throws IOException {
        served.put(Records.running("g1"));

        Answered answer = served.get(ONE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RUNNING);
    }

    @Test
    void aStoppedRecordKeepsItsContainer() throws IOException {
        served.put(Records.stopped("g1"));

        assertThat(served.get(ONE).body())
                .contains("\"status\":\"stopped\",\"current_container_id\":\"1f2a\"")
                .contains("\"stopped_at\":\"2026-04-28T08:00:00.500Z\",\"removed_at\":null");
    }

    @Test
    void aRemovedRecordHasNoContainerAndKeepsItsTimes() throws IOException {
        served.put(Records.removed("g1"));

        assertThat(served.get(ONE).body())
                .contains("\"status\":\"removed\",\"current_container_id\":null")
                .contains("\"stopped_at\":\"2026-04-28T08:00:00.500Z\"")
                .contains("\"removed_at\":\"2026-05-28T08:00:00.123456Z\"");
    }

    @Test
    void anOperationThatHadNothingToDoSaysSo() throws IOException {
        served.put(Records.stopped("g1"));
        String stop = "{\"reason\":\"finished\"}";

        assertThat(served.post(ONE + "/stop", stop).header("x-galaxy-no-change")).contains("true");
        assertThat(served.get(ONE).header("x-galaxy-no-change")).isEmpty();
    }

    @Test
    void aGameWithoutARecordIsNotFound() throws IOException {
        Answered answer = served.get(ONE);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(answer.message()).contains("g1");
    }

    @Test
    void theListHoldsAllRecords() throws IOException {
        assertThat(served.get(ALL).body()).isEqualTo("{\"items\":[]}");

        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));

        assertThat(served.get(ALL).body())
                .startsWith("{\"items\":[" + RUNNING + ",{\"game_id\":\"g2\",")
                .endsWith("}]}");
    }

    @Test
    void theListIsNarrowedByStatus() throws IOException {
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));

        assertThat(served.get(ALL + "?status=running").body())
                .isEqualTo("{\"items\":[" + RUNNING + "]}");
        assertThat(served.get(ALL + "?status=stop%70ed&").body())
                .contains("g2")
                .doesNotContain("g1");
        assertThat(served.get(ALL + "?status=removed").body()).isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        ALL + "?status=paused, 'unknown status paused; valid are running, stopped, removed'",
        ALL + "?status=, valid are",
        ALL + "?status, valid are",
        ALL + "?status=running&status=running, repeated query parameter status",
        ALL + "?tail=3, unknown query parameter tail",
        ALL + "?status=%ff, percent-encoded",
        ONE + "?status=running, unknown query parameter status",
    })
    void aQueryThatTheRouteDoesNotHaveIsRefused(String path, String message) throws IOException {
        Answered answer = served.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.message()).contains(message);
    }

    @Test
    void aStartIsHandedOnAndAnsweredWithTheRecord() throws IOException {
        Answered answer =
                served.post(
                        ONE + "/start",
                        "Content-Type: application/json; charset=UTF-8\r\nX-Galaxy-Caller: gm\r\n",
                        IMAGE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"game_id\":\"g1\",\"status\":\"running\",")
                .isEqualTo(served.get(ONE).body());
        assertThat(served.rows()).containsExactly("start g1 galaxy/game:1.4.0 gm_rest");
    }

    @Test
    void aPatchIsHandedOnAsAStartIs() throws IOException {
        served.put(Records.running("g1"));

        Answered answer = served.post(ONE + "/patch", "{\"image_ref\":\"galaxy/game:1.4.1\"}");

        assertThat(answer.body())
                .contains("\"current_image_ref\":\"galaxy/game:1.4.1\"")
                .isEqualTo(served.get(ONE).body());
        assertThat(served.rows()).containsExactly("patch g1 galaxy/game:1.4.1 admin_rest");
        assertThat(served.post(ONE + "/patch", "{\"image_ref\":\"A B\"}").code())
                .isEqualTo("start_config_invalid");
        assertThat(served.post(ONE + "/patch", "{}").code()).isEqualTo("invalid_request");
        assertThat(served.operations()).isEqualTo(1);
    }

    @Test
    void aRestartAndACleanupNeedNoBodyAndNoContentType() throws IOException {
        String gm = "X-Galaxy-Caller: gm\r\n";
        served.put(Records.running("g1"));
        served.put(Records.stopped("g2"));

        assertThat(served.ask("POST", ONE + "/restart", gm).body())
                .contains("\"status\":\"running\"")
                .isEqualTo(served.get(ONE).body());
        assertThat(served.ask("DELETE", ALL + "/g2/container", "").body())
                .contains("\"status\":\"removed\"")
                .isEqualTo(served.get(ALL + "/g2").body());
        assertThat(served.post(ONE + "/restart", "", " {} ").status()).isEqualTo(200);

        assertThat(served.rows())
                .containsExactly(
                        "restart g1 galaxy/game:1.4.0 gm_rest",
                        "cleanup_container g2 galaxy/game:1.4.0 admin_rest",
                        "restart g1 galaxy/game:1.4.0 admin_rest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"image_ref\":\"a\"}", "[]", "null", "x", "{}{}", "{\"a\":1}"})
    void aBodyWhereNothingIsToBeSaidIsInvalid(String body) throws IOException {
        Answered answer = served.post(ONE + "/restart", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(served.boundary.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Galaxy-Caller: admin\r\n", "X-Galaxy-Caller: lobby\r\n"})
    void everyCallerButTheGameMasterIsAnAdmin(String header) throws IOException {
        served.post(ONE + "/start", "Content-Type: application/json\r\n" + header, IMAGE);

        assertThat(served.rows()).containsExactly("start g1 galaxy/game:1.4.0 admin_rest");
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void aStopIsHandedOnWithItsReason(StopReason reason) throws IOException {
        served.put(Records.running("g1"));

        Answered answer =
                served.post(ONE + "/stop", "{\"reason\":\"%s\"}".formatted(reason.wire()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(served.rows()).containsExactly("stop g1 %s admin_rest".formatted(reason.wire()));
    }

    @Test
    void anUnknownReasonIsRefusedWithTheValidOnes() throws IOException {
        Answered answer = served.post(ONE + "/stop", "{\"reason\":\"bored\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.message())
                .isEqualTo(
                        "unknown reason bored; valid are orphan_cleanup, cancelled, finished,"
                                + " admin_request, timeout");
        assertThat(served.boundary.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Galaxy Game", "galaxy/game:", "-x", "galaxy/game@sha256:12", "é"})
    void anImageOfBadShapeIsARefusedConfiguration(String image) throws IOException {
        Answered answer = served.post(ONE + "/start", "{\"image_ref\":\"%s\"}".formatted(image));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("start_config_invalid");
        assertThat(served.boundary.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aFailedOperationIsAnsweredByItsCode(ErrorCode code) throws IOException {
        served.boundary.beforeEach(call -> {
            if (call.equals("imageLabels")) {
                throw new OperationException(code, "tried \"that\"\n\ud83d");
            }
        });

        Answered answer = served.post(ONE + "/start", IMAGE);

        assertThat(answer.status()).isEqualTo(HttpStatus.of(code));
        assertThat(answer.code()).isEqualTo(code.wire());
        assertThat(answer.message()).isEqualTo("tried \\\"that\\\"\\n?");
        assertThat(answer.header("retry-after").isPresent())
                .isEqualTo(code == ErrorCode.SERVICE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400",
        "START_CONFIG_INVALID, 400",
        "IMAGE_REF_NOT_SEMVER, 400",
        "UNAUTHORIZED, 401",
        "FORBIDDEN, 403",
        "NOT_FOUND, 404",
        "METHOD_NOT_ALLOWED, 405",
        "CONFLICT, 409",
        "SEMVER_PATCH_ONLY, 409",
        "PAYLOAD_TOO_LARGE, 413",
        "UNSUPPORTED_MEDIA_TYPE, 415",
        "INTERRUPTED, 500",
        "INTERNAL_ERROR, 500",
        "IMAGE_PULL_FAILED, 502",
        "CONTAINER_START_FAILED, 502",
        "SERVICE_UNAVAILABLE, 503",
    })
    void everyCodeHasTheStatusOfTheContract(ErrorCode code, int status) {
        assertThat(HttpStatus.of(code)).isEqualTo(status);
    }

    @Test
    void aDependencyThatIsAwayIsNamed() throws IOException {
        served.boundary.planFirst("find", Boundary.Mishap.FAILS_BEFORE_ITS_EFFECT);

        Answered answer = served.get(ONE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("postgres: the test lets it fail");
        assertThat(answer.header("retry-after")).isPresent();
    }

    @Test
    void anErrorWithACodeIsAnsweredByItsCodeWhereverItIsThrown() throws IOException {
        served.beforeOperations(() -> {
            throw new OperationException(ErrorCode.CONFLICT, "another operation runs");
        });

        Answered answer = served.post(ONE + "/start", IMAGE);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message()).isEqualTo("another operation runs");
    }

    @Test
    void aGameThatAnotherProcessTookOverIsAConflict() throws IOException {
        served.boundary.beforeEach(call -> {
            if (call.equals("imageLabels")) {
                served.world.store.put(Records.stopped("g1"));
            }
        });

        Answered answer = served.post(ONE + "/start", IMAGE);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("conflict");
        assertThat(answer.message())
                .isEqualTo("another process took the game over; read its record and ask again");
    }

    @Test
    void aLostStateIsAcceptedAndTheRecordStaysAsItIs() throws IOException {
        served.put(Records.stopped("g1"));
        String record = served.get(ONE).body();
        served.world.unmount();

        assertThat(served.ask("POST", ONE + "/state/accept", "").body()).isEqualTo(record);
        assertThat(served.world.folders.mark()).isPresent();
        assertThat(served.post(ONE + "/state/accept", "{\"a\":1}").status()).isEqualTo(400);
    }

    @Test
    void aDefectIsAnsweredWithoutDetailsAndTheServerGoesOn() throws IOException {
        served.beforeOperations(() -> {
            throw new StackOverflowError("password=secret");
        });

        Answered answer = served.post(ONE + "/start", IMAGE);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Error\"");
        assertThat(log.lines("ERROR", "a request failed unexpectedly", "StackOverflowError"))
                .hasSize(1);
        assertThat(served.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void operationsAreRefusedUntilTheyAreTaken() throws IOException {
        served.put(Records.running("g1"));
        served.phase.refuse(() -> Optional.of("the initial reconcile pass is not done yet"));

        Answered answer = served.post(ONE + "/start", IMAGE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("the initial reconcile pass is not done yet");
        assertThat(served.post(ONE + "/stop", "{}").status()).isEqualTo(503);
        assertThat(served.boundary.calls()).isEmpty();
        assertThat(served.get(ONE).status()).isEqualTo(200);
        assertThat(served.get(ALL).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /healthz, 'GET, HEAD'",
        "DELETE, /readyz, 'GET, HEAD'",
        "POST, " + ALL + ", 'GET, HEAD'",
        "PUT, " + ONE + ", 'GET, HEAD'",
        "GET, " + ONE + "/start, POST",
        "HEAD, " + ONE + "/stop, POST",
        "OPTIONS, " + ONE + "/stop, POST",
        "BREW, " + ONE + "/stop, POST",
        "GET, " + ONE + "/restart, POST",
        "PUT, " + ONE + "/patch, POST",
        "POST, " + ONE + "/container, DELETE",
    })
    void aWrongMethodIsToldTheRightOnes(String method, String path, String allowed)
            throws IOException {
        Answered answer = served.ask(method, path, "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).contains(allowed);
        if (!method.equals("HEAD")) {
            assertThat(answer.code()).isEqualTo("method_not_allowed");
        }
    }

    @Test
    void headAnswersAsGetWithoutTheBody() throws IOException {
        served.put(Records.running("g1"));
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send("HEAD " + ONE + " HTTP/1.1\r\nHost: h\r\n\r\n");
            Answered head = wire.answer(true);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).contains("" + RUNNING.length());

            wire.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(wire.answer().body()).isEqualTo("{\"status\":\"ok\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/healthz/",
                "//healthz",
                "/Healthz",
                "/metrics",
                "/api",
                ALL + "/",
                "/" + ALL,
                ONE + "/",
                ONE + "//start",
                ONE + "/start/",
                ONE + "/restarts",
                "/api/v1/internal%2Fruntimes",
                ALL + "/../../../etc/passwd",
                ALL + "/../runtimes",
            })
    void anUnknownPathIsNotFound(String path) throws IOException {
        Answered answer = served.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
        assertThat(answer.message()).isEqualTo("no such route");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2F..%2Fetc",
                "%2e%2e",
                "..",
                ".",
                "%00",
                "g1%00",
                "%2F",
                "g%2F1",
                "g1%20",
                "%ff",
                "%c0%af",
                "%252e",
                "%2567%2531",
                "-g1",
                "g1-",
                "g_1",
                "g1;x=y",
                "g1%3Bx",
                "%D0%B3",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            })
    void whatIsNoGameIdReachesNobody(String text) throws IOException {
        for (Answered answer :
                new Answered[] {
                    served.get(ALL + "/" + text),
                    served.post(ALL + "/" + text + "/start", IMAGE),
                    served.post(ALL + "/" + text + "/stop", "{\"reason\":\"timeout\"}")
                }) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
        }
        assertThat(served.boundary.calls()).isEmpty();
    }

    @Test
    void aPathIsDecodedOnceAndAProxysFormIsUnderstood() throws IOException {
        served.put(Records.running("g1"));

        assertThat(served.get("/api/v1/internal/runtimes/%67%31").status()).isEqualTo(200);
        assertThat(served.get("http://h" + ONE).status()).isEqualTo(200);
        assertThat(served.get("http://h").body()).contains("g1");
    }

    @Test
    void aRouteWithoutABodyIgnoresASmallOne() throws IOException {
        served.put(Records.running("g1"));
        try (RawHttpClient wire = new RawHttpClient(served.port())) {
            wire.send("GET " + ONE + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nxxxx");
            assertThat(wire.answer().status()).isEqualTo(200);

            wire.send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }
}

package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ScriptOutputType;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.ServiceProcess;

/** Bad input to the packaged program: a clear refusal each, and nothing else. */
final class BadInputIT {

    private static final String ROUTE = "/api/v1/internal/runtimes/";
    private static Stage stage;
    private static ServiceProcess service;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        service = stage.service();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void pathsThatAreNoGameAreRefused() throws Exception {
        for (String id :
                List.of(
                        "..%2F..%2Fetc",
                        "..%2fetc%2fpasswd", "a%00b", "-a", "a_b", "a".repeat(52), "%20")) {
            assertThat(service.get(ROUTE + id).statusCode()).as(id).isIn(400, 404);
            assertThat(
                            service.post(
                                            ROUTE + id + "/start",
                                            "{\"image_ref\":\"galaxy/game:1.4.0\"}")
                                    .statusCode())
                    .as(id)
                    .isIn(400, 404);
        }
        assertNothingWasMadeFor("etc");
    }

    @Test
    void bodiesThatAreNotExactlyWhatIsExpectedAreRefused() throws Exception {
        String game = stage.newGame();
        String start = ROUTE + game + "/start";

        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "{}",
                        "{\"image_ref\":\"a:1\"} x",
                        "{\"image_ref\":\"a:1\",\"image_ref\":\"b:1\"}",
                        "{\"image_ref\":\"a:1\",\"force\":true}",
                        "{\"image_ref\":1}",
                        "{\"image_ref\":null}",
                        "{\"image_ref\":[\"a:1\"]}",
                        "{\"image_ref\":\"Galaxy//Game::\"}",
                        "[".repeat(10_000))) {
            var answer = service.post(start, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body())
                    .as(body)
                    .contains("\"error\":{\"code\":")
                    .doesNotContain("\tat ");
        }
        assertThat(
                        service.post(start, "{\"image_ref\":\"" + "a".repeat(5 << 20) + "\"}")
                                .statusCode())
                .isEqualTo(413);
        assertNothingWasMadeFor(game);
    }

    @Test
    void twoHundredSlowClientsHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
                socket.getOutputStream()
                        .write(
                                "GET /healthz HTTP/1.1\r\nHost: a\r\nX-"
                                        .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }

            assertThat(service.get("/readyz").statusCode()).isEqualTo(200);
            String game = stage.newGame();
            assertThat(
                            service.post(
                                            ROUTE + game + "/start",
                                            "{\"image_ref\":\"%s\"}".formatted(Stage.IMAGE))
                                    .statusCode())
                    .isEqualTo(200);
            service.post(ROUTE + game + "/stop", "{\"reason\":\"finished\"}");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bytesThatAreNoRequestGetNoMoreThanARefusal() throws Exception {
        Random random = new Random(20261121);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                socket.setSoTimeout(10_000);
                OutputStream out = socket.getOutputStream();
                out.write(noise);
                out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] (4|5)\\d\\d.*"))
                        .as(answer)
                        .isTrue();
            } catch (java.net.SocketException reset) {
                assertThat(service.get("/healthz").statusCode()).isEqualTo(200);
            }
        }
        assertThat(service.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void entriesThatAreNoJobsAreAnsweredOrPassedOverAndStopNothing() throws Exception {
        String game = stage.newGame();
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String stream = random.nextBoolean() ? "runtime:start_jobs" : "runtime:stop_jobs";
            stage.redis()
                    .xadd(
                            stream,
                            Map.of(
                                    noise(random),
                                    noise(random),
                                    "game_id",
                                    "../../" + noise(random)));
        }
        stage.redis()
                .xadd(
                        "runtime:start_jobs",
                        "game_id",
                        game,
                        "image_ref",
                        "Galaxy//Game::",
                        "requested_at_ms",
                        "1");
        stage.redis().xadd("runtime:start_jobs", "game_id", game, "image_ref", Stage.IMAGE);
        stage.redis()
                .xadd(
                        "runtime:start_jobs",
                        "game_id",
                        game,
                        "image_ref",
                        Stage.IMAGE,
                        "requested_at_ms",
                        "soon");
        stage.redis()
                .xadd(
                        "runtime:start_jobs",
                        "game_id",
                        game,
                        "game_id",
                        game,
                        "image_ref",
                        Stage.IMAGE,
                        "requested_at_ms",
                        "1");
        stage.results(game, 3);
        stage.redis()
                .xadd(
                        "runtime:stop_jobs",
                        "game_id",
                        game,
                        "reason",
                        "boredom",
                        "requested_at_ms",
                        "1");
        // In the same millisecond a start would go before the stop, whichever was added first.
        stage.results(game, 4);
        stage.startJob(game, Stage.IMAGE);

        assertThat(stage.results(game, 5))
                .extracting(result -> result.get("error_code"))
                .containsExactly(
                        "start_config_invalid",
                        "start_config_invalid",
                        "start_config_invalid",
                        "invalid_request",
                        "");
        await().until(() -> stage.entries("notification:intents", game).size() == 3);
        assertThat(stage.containers(game)).hasSize(1);
        stage.stopJob(game);
        stage.results(game, 6);
    }

    /** Together more than ten times the heap of the program. */
    @Test
    void entriesOfAnySizeAreAnsweredOrPassedOverInBoundedMemory() throws Exception {
        String game = stage.newGame();
        String lost = addLarge("runtime:start_jobs", 300, "no", "game");
        addLarge("runtime:start_jobs", 300, "game_id", game);
        for (int i = 0; i < 100; i++) {
            addLarge("runtime:start_jobs", 2, "game_id", game);
        }
        for (int i = 0; i < 30; i++) {
            addLarge("runtime:stop_jobs", 5, "game_id", game);
        }
        addFields("runtime:stop_jobs", game, 100_000);
        String neighbour = stage.newGame();
        setLarge("rtmanager:game_lease:" + neighbour, 100);
        stage.startJob(neighbour, Stage.IMAGE);

        assertThat(stage.results(neighbour, 1).getFirst()).containsEntry("outcome", "success");
        assertThat(stage.results(game, 132))
                .allSatisfy(result ->
                        assertThat(result.get("error_message")).contains("larger than 256 KiB"));
        service.awaitLine("skipped malformed entry", "job=runtime:start_jobs/" + lost);
        assertThat(service.peakMemory()).isLessThan(200L << 20);
        stage.stopJob(neighbour);
        stage.results(neighbour, 2);
    }

    /** Adds an entry with a value of that many megabytes before the other field. */
    private static String addLarge(String stream, int megabytes, String name, String value) {
        return stage.redis()
                .eval(
                        "return redis.call('XADD', KEYS[1], '*',"
                                + " 'image_ref', string.rep('x', tonumber(ARGV[1]) * 1048576),"
                                + " ARGV[2], ARGV[3])",
                        ScriptOutputType.VALUE,
                        new String[] {stream},
                        Integer.toString(megabytes),
                        name,
                        value);
    }

    /** Sets a text of that many megabytes that expires. */
    private static void setLarge(String key, int megabytes) {
        stage.redis()
                .eval(
                        "return redis.call('SET', KEYS[1],"
                                + " string.rep('x', tonumber(ARGV[1]) * 1048576), 'PX', '2000')",
                        ScriptOutputType.STATUS,
                        new String[] {key},
                        Integer.toString(megabytes));
    }

    private static void addFields(String stream, String game, int fields) {
        List<Object> body = new ArrayList<>(List.of("game_id", game));
        for (int i = 0; i < fields; i++) {
            body.addAll(List.of("field" + i, "v"));
        }
        stage.redis().xadd(stream, body.toArray());
    }

    private static String noise(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Only games of this class have folders beside the root's mark, and this one has nothing. */
    private static void assertNothingWasMadeFor(String game) throws Exception {
        try (Stream<Path> folders = Files.list(stage.stateRoot())) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .allMatch(name -> name.matches("rtm-it-[0-9a-f]{8}-\\d+|\\.rtmanager"))
                    .doesNotContain(game);
        }
        assertThat(stage.containers(game)).isEmpty();
        assertThat(service.log()).noneMatch(line -> line.contains("ERROR"));
    }
}

package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import rtm.main.Serve;
import rtm.main.client.CommandLineClient;
import rtm.main.client.SupportSources;

/**
 * Runs the whole service, from its settings to the signal that stops it, with stub dependencies.
 */
final class ServiceExercise implements Exercise {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final String RUNTIMES = "/api/v1/internal/runtimes";

    /** The stubs know no game, and do not count what waits. */
    private static final List<String> REFUSED = List.of("show none", "ops --open");

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("rtmanager");
        Path socket = folder.resolve("docker.sock");
        try (var postgres = StubServer.onLoopback(new StubPostgres());
                var redis = StubServer.onLoopback(new StubRedis());
                var _ = StubServer.onUnixSocket(socket, new StubDocker())) {
            int port = freePort();
            serve(
                    Map.of(
                            "RTMANAGER_INTERNAL_HTTP_ADDR",
                            "127.0.0.1:" + port,
                            "RTMANAGER_POSTGRES_PRIMARY_DSN",
                            dsn(postgres.port()),
                            "RTMANAGER_REDIS_MASTER_ADDR",
                            "127.0.0.1:" + redis.port(),
                            "RTMANAGER_REDIS_PASSWORD",
                            StubScram.PASSWORD,
                            "RTMANAGER_DOCKER_HOST",
                            "unix://" + socket,
                            "RTMANAGER_GAME_STATE_ROOT",
                            folder.toString()),
                    URI.create("http://127.0.0.1:" + port));
        } finally {
            Path mark = folder.resolve(".rtmanager");
            for (Path leftover : List.of(socket, mark.resolve("id"), mark, folder)) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private static String dsn(int port) {
        return "postgres://rtmanager:%s@127.0.0.1:%d/galaxy?search_path=rtmanager&sslmode=disable"
                .formatted(StubScram.PASSWORD, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void serve(Map<String, String> environment, URI service) throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread.ofPlatform().name("service").start(() -> exit.complete(Serve.run(environment)));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            long deadline = System.nanoTime() + READY_WITHIN.toNanos();
            while (!isReady(client, service)) {
                if (exit.isDone() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("The service is not ready; see its log above");
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            ask(client, service);
        }
        typeCommands(service);
        terminate();
        expect(0, exit.get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS));
    }

    private static boolean isReady(HttpClient client, URI service) throws InterruptedException {
        try {
            return status(client, HttpRequest.newBuilder(service.resolve("/readyz"))) == 200;
        } catch (IOException notYetListening) {
            return false;
        }
    }

    private static void ask(HttpClient client, URI service)
            throws IOException, InterruptedException {
        expect(200, status(client, HttpRequest.newBuilder(service.resolve("/healthz"))));
        expect(200, status(client, HttpRequest.newBuilder(service.resolve(RUNTIMES))));
        expect(404, status(client, HttpRequest.newBuilder(service.resolve(RUNTIMES + "/g"))));
        expect(
                400,
                status(
                        client,
                        HttpRequest.newBuilder(service.resolve(RUNTIMES + "/g/start"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"image_ref\":\"\"}"))
                                .header("Content-Type", "application/json")));
    }

    /** What operators type most; each is a program of its own that should start fast. */
    private static void typeCommands(URI service) {
        for (String words :
                List.of(
                        "ps",
                        "ps --json",
                        "status",
                        "ops --open",
                        "events",
                        "show none",
                        "--help")) {
            int code =
                    CommandLineClient.run(
                            List.of(("--url " + service + " " + words).split(" ", -1)),
                            List.of(),
                            new SupportSources(
                                    Path.of("none"),
                                    List.of(),
                                    List.of(),
                                    Duration.ofSeconds(1),
                                    _ -> List.of()),
                            Map.of(),
                            System.out,
                            System.err);
            expect(REFUSED.contains(words) ? 1 : 0, code);
        }
    }

    private static int status(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /**
     * Sends this process the signal that stops the service; by reflection, as the service handles
     * it.
     */
    private static void terminate() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object term = signal.getConstructor(String.class).newInstance("TERM");
        signal.getMethod("raise", signal).invoke(null, term);
    }
}

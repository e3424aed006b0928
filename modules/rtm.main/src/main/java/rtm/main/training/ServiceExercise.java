package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import rtm.main.Serve;

/**
 * Runs the whole service, from its settings to the signal that stops it, with stub dependencies,
 * and while it is ready a program that is given its URL: {@link CommandLineTrial}.
 */
final class ServiceExercise implements Exercise {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final String RUNTIMES = "/api/v1/internal/runtimes";

    private final List<String> command;

    /**
     * Uses the service.
     *
     * @param command the program to run while the service is ready; it gets the URL as well
     */
    ServiceExercise(List<String> command) {
        this.command = command;
    }

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
                    port);
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

    private void serve(Map<String, String> environment, int port) throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread.ofPlatform().name("service").start(() -> exit.complete(Serve.run(environment)));
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(port)) {
            if (exit.isDone() || System.nanoTime() > deadline) {
                throw new IllegalStateException("The service is not ready; see its log above");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        ask(port);
        List<String> words = new ArrayList<>(command);
        words.add("http://127.0.0.1:" + port);
        expect(0, new ProcessBuilder(words).inheritIO().start().waitFor());
        terminate();
        expect(0, exit.get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS));
    }

    private static boolean isReady(int port) {
        try {
            return status(port, "GET /readyz", "") == 200;
        } catch (IOException notYetListening) {
            return false;
        }
    }

    private static void ask(int port) throws IOException {
        expect(200, status(port, "GET /healthz", ""));
        expect(200, status(port, "GET " + RUNTIMES, ""));
        expect(404, status(port, "GET " + RUNTIMES + "/g", ""));
        expect(400, status(port, "POST " + RUNTIMES + "/g/start", "{\"image_ref\":\"\"}"));
    }

    /** A client of the JDK would come into the cache, and the service has none. */
    private static int status(int port, String route, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "%s HTTP/1.1\r\nHost: training\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(route, body.length(), body);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
        }
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

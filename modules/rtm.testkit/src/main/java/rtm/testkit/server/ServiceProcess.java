package rtm.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The packaged program as a separate process whose log is read continuously. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<Run> RUNS = new CopyOnWriteArrayList<>();

    private static final String ADDRESS = "RTMANAGER_INTERNAL_HTTP_ADDR";
    private static final String TOKEN = "RTMANAGER_INTERNAL_HTTP_TOKEN";

    private final Process process;
    private final Map<String, String> environment;
    private final List<String> lines = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private boolean ended;

    /**
     * A program that was started.
     *
     * @param environment the variables that it was given
     * @param process the process
     */
    public record Run(Map<String, String> environment, ProcessHandle process) {

        /** Keeps a copy. */
        public Run {
            environment = Map.copyOf(environment);
        }

        /** Whether it still runs. */
        public boolean isAlive() {
            return process.isAlive();
        }
    }

    /** All programs that this JVM has started so far, in that order. */
    public static List<Run> runs() {
        return List.copyOf(RUNS);
    }

    private ServiceProcess(Process process, Map<String, String> environment) {
        this.process = process;
        this.environment = Map.copyOf(environment);
        Thread.ofPlatform().daemon().name("service-log").start(this::readLog);
    }

    /** Starts the program with just these variables. */
    public static ServiceProcess start(Map<String, String> environment, String... arguments)
            throws IOException {
        return startBy(List.of(), environment, arguments);
    }

    /** The same, started by a command that runs another one, such as {@code nice}. */
    public static ServiceProcess startBy(
            List<String> starter, Map<String, String> environment, String... arguments)
            throws IOException {
        return startBy(Installation.launcher(), starter, environment, arguments);
    }

    /** The same with the launcher of another package. */
    public static ServiceProcess startBy(
            Path launcher,
            List<String> starter,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(starter);
        // The program would inherit an ignored signal from the process that runs the tests.
        command.addAll(List.of("env", "--default-signal=HUP"));
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        RUNS.add(new Run(environment, process.toHandle()));
        return new ServiceProcess(process, environment);
    }

    private void readLog() {
        try (BufferedReader log =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                add(line);
            }
        } catch (IOException closed) {
            add("the log ended: " + closed);
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    /** Everything it has logged so far. */
    public List<String> log() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits for a line that contains all these words. */
    public String awaitLine(String... words) throws InterruptedException {
        Predicate<String> wanted = line -> List.of(words).stream().allMatch(line::contains);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lines) {
            while (true) {
                Optional<String> found = lines.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found.orElseThrow();
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    throw new AssertionError(
                            "no line with %s in the log:%n%s"
                                    .formatted(List.of(words), String.join("\n", lines)));
                }
                lines.wait(left);
            }
        }
    }

    /** Waits until it serves and has either completed its initial pass or stands by. */
    public ServiceProcess awaitReady() throws InterruptedException {
        awaitLine("internal http listening");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (get("/readyz").statusCode() != 200) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not ready:\n" + String.join("\n", log()));
            }
            Thread.onSpinWait();
        }
        return this;
    }

    /** The port that it listens on, from its log. */
    public int port() throws InterruptedException {
        String line = awaitLine("internal http listening");
        return Integer.parseInt(line.replaceFirst(".* port=(\\d+).*", "$1"));
    }

    /** Sends a GET to one of its routes. */
    public HttpResponse<String> get(String path) throws InterruptedException {
        return send(request(path).build());
    }

    /** Posts JSON to one of its routes. */
    public HttpResponse<String> post(String path, String json) throws InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    /** Sends a DELETE to one of its routes. */
    public HttpResponse<String> delete(String path) throws InterruptedException {
        return send(request(path).DELETE().build());
    }

    /** Sends a request without a body to one of its routes. */
    public HttpResponse<String> ask(String method, String path) throws InterruptedException {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()).build());
    }

    /** The address that it was configured to listen on; loopback if it listens on all addresses. */
    public String host() {
        String configured = environment.getOrDefault(ADDRESS, "");
        int colon = configured.lastIndexOf(':');
        return colon <= 0 ? "127.0.0.1" : configured.substring(0, colon);
    }

    /** A request for one of its routes, with the token that it requires. */
    private HttpRequest.Builder request(String path) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + host() + ":" + port() + path));
        String token = environment.getOrDefault(TOKEN, "");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(
                    "no answer to %s; the log:%n%s"
                            .formatted(request.uri(), String.join("\n", log())),
                    failed);
        }
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process. */
    public long pid() {
        return process.pid();
    }

    /** The most memory that was resident at once, in bytes. */
    public long peakMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Sends a signal, as {@code kill} names it. */
    public void signal(String name) {
        Commands.run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** Waits for its exit. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; the log:\n" + String.join("\n", log()));
        }
        return process.exitValue();
    }

    /** Kills it, like a crash, and waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

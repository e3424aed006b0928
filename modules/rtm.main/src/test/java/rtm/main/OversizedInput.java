package rtm.main;

import static rtm.main.OversizedInput.Docker.answering;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import rtm.docker.DockerDaemon;
import rtm.docker.DockerSettings;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.EngineSpec;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerEvents;
import rtm.domain.port.EngineHealth;
import rtm.http.client.EngineHealthClient;
import rtm.http.client.LobbyClient;
import rtm.http.client.LobbySettings;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.End;
import rtm.testkit.server.FakeDaemon.Reply;

/**
 * Everything that Docker, an engine or Lobby may send, with a value far over its bound, and a
 * neighbour that must be served; a program for a small heap. It prints a line for each: its name,
 * and {@code served} or what went wrong.
 */
enum OversizedInput {
    CONTAINER_LIST {
        @Override
        void run(Path folder) throws Exception {
            Docker.with(
                    folder,
                    answering(
                            "GET",
                            "/containers/json",
                            around(
                                    "[" + listed(BIG, "big", "\"x\":\""),
                                    "\"}},",
                                    NEIGHBOUR_LISTED)),
                    docker ->
                            require(
                                    docker.owned().stream()
                                            .anyMatch(one -> one.id().equals(NEIGHBOUR)),
                                    "the neighbour is not listed"));
        }
    },
    INSPECTION {
        @Override
        void run(Path folder) throws Exception {
            Docker.with(
                    folder,
                    asked -> {
                        if (asked.is("GET", "/containers/" + BIG.value() + "/json")) {
                            return Optional.of(
                                    around(
                                            inspected(BIG, "big")
                                                    + ",\"Config\":{\"Labels\":{\"x\":\"",
                                            "\"}}",
                                            "}"));
                        }
                        return asked.is("GET", "/containers/" + NEIGHBOUR.value() + "/json")
                                ? Optional.of(
                                        Reply.json(
                                                200,
                                                inspected(NEIGHBOUR, "neighbour")
                                                        + ",\"Config\":{\"Labels\":null}}"))
                                : Optional.empty();
                    },
                    docker -> {
                        require(docker.inspect(BIG).isPresent(), "the big one is not inspected");
                        require(docker.inspect(NEIGHBOUR).isPresent(), "nor is the neighbour");
                    });
        }
    },
    EVENT {
        @Override
        void run(Path folder) throws Exception {
            List<ContainerEvent> happened = new ArrayList<>();
            List<String> skipped = new ArrayList<>();
            Docker.with(
                    folder,
                    answering(
                            "GET", "/events", around("\n{\"Action\":\"", "\"}\n", event() + "\n")),
                    docker -> {
                        try {
                            docker.follow(Optional.empty(), sink(happened, skipped));
                        } catch (RuntimeException ended) {
                            // The stream ends after its last line.
                        }
                        require(happened.size() == 1, "the next event is lost");
                        require(!skipped.isEmpty(), "nothing says that an event was skipped");
                    });
        }
    },
    PULL_PROGRESS {
        @Override
        void run(Path folder) throws Exception {
            Docker.with(
                    folder,
                    asked -> {
                        if (asked.is("POST", "/images/create")) {
                            return Optional.of(
                                    around(
                                            "{\"status\":\"",
                                            "\"}\n",
                                            "{\"status\":\"Status: Done\"}\n"));
                        }
                        return asked.is("GET", "/images/.*/json")
                                ? Optional.of(
                                        Reply.json(
                                                200,
                                                "{\"Id\":\"sha256:1\",\"Config\":{\"Labels\":null}}"))
                                : Optional.empty();
                    },
                    docker -> docker.pull(IMAGE));
        }
    },
    OUTPUT {
        @Override
        void run(Path folder) throws Exception {
            Docker.with(
                    folder,
                    answering("GET", "/containers/.*/logs", around("", "\n", "the last line\n")),
                    docker -> {
                        String output = docker.logs(NEIGHBOUR, 5, 4096).orElse("");
                        require(output.length() <= 4096, "too much is kept");
                    });
        }
    },
    REFUSAL {
        @Override
        void run(Path folder) throws Exception {
            Docker.with(
                    folder,
                    answering(
                            "POST",
                            "/containers/create",
                            new Reply.Raw(
                                    bytes("HTTP/1.1 409 No\r\n\r\n{\"message\":\"words "),
                                    bytes("x".repeat(MEGABYTE)),
                                    End.WELL)),
                    docker -> {
                        try {
                            docker.create(spec(folder));
                            throw new IllegalStateException("it is not refused");
                        } catch (DaemonRefusedException refused) {
                            require(refused.text().length() < 2500, "the words are not cut");
                        }
                    });
        }
    },
    HEALTH_BODY {
        @Override
        void run(Path folder) throws Exception {
            answered("HTTP/1.1 200 OK\r\n\r\n", new EngineHealth.Answer.Healthy());
        }
    },
    HEALTH_HEAD {
        @Override
        void run(Path folder) throws Exception {
            try (EndlessServer server = new EndlessServer("HTTP/1.1 200 OK\r\nX: ")) {
                require(
                        ask(server) instanceof EngineHealth.Answer.Unhealthy,
                        "a head without an end is healthy");
                server.awaitHungUp();
            }
        }
    },
    LOBBY {
        @Override
        void run(Path folder) throws Exception {
            try (EndlessServer server = new EndlessServer("HTTP/1.1 200 OK\r\n\r\n[\"");
                    LobbyClient lobby =
                            new LobbyClient(
                                    new LobbySettings(
                                            Optional.of(server.url()), Duration.ofSeconds(10)),
                                    OpenTelemetry.noop())) {
                lobby.lookUp(new GameId("big"));
                server.awaitHungUp();
                lobby.lookUp(new GameId("neighbour"));
                server.awaitHungUp();
            }
        }
    };

    static final String SERVED = "served";

    private static final int MEGABYTE = 1 << 20;

    /** More than the heap of the process. */
    private static final int MEGABYTES = 60;

    private static final ContainerId BIG = new ContainerId("b".repeat(64));
    private static final ContainerId NEIGHBOUR = new ContainerId("a".repeat(64));
    private static final String NEIGHBOUR_LISTED = listed(NEIGHBOUR, "neighbour", "\"y\":\"z\"}}]");
    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    /** Sends it, and requires that the neighbour is served. */
    abstract void run(Path folder) throws Exception;

    /** Runs all, or those that are named. */
    public static void main(String[] names) throws Exception {
        for (OversizedInput input : values()) {
            if (names.length == 0 || Arrays.asList(names).contains(input.name())) {
                System.out.println(input + " " + input.result());
            }
        }
        System.exit(0);
    }

    private String result() throws IOException {
        Path folder = Files.createTempDirectory("oversized");
        try {
            run(folder);
            return SERVED;
        } catch (Exception | OutOfMemoryError failed) {
            return failed.toString();
        } finally {
            Files.deleteIfExists(folder.resolve("docker.sock"));
            Files.deleteIfExists(folder);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static Reply around(String before, String after, String neighbour) {
        List<String> pieces = new ArrayList<>();
        pieces.add(before);
        pieces.addAll(Collections.nCopies(MEGABYTES, "x".repeat(MEGABYTE)));
        pieces.add(after);
        pieces.add(neighbour);
        pieces.removeIf(String::isEmpty);
        return new Reply.Pieces(pieces, End.WELL);
    }

    private static String listed(ContainerId id, String game, String labels) {
        return """
        {"Id":"%s","Names":["/galaxy-game-%s"],"Image":"galaxy/game:1.4.0","State":"running",\
        "Labels":{"com.galaxy.owner":"rtmanager","com.galaxy.game_id":"%s",%s\
        """
                .formatted(id, game, game, labels);
    }

    private static String inspected(ContainerId id, String game) {
        return """
        {"Id":"%s","Name":"/galaxy-game-%s","State":{"Status":"running","Running":true,\
        "StartedAt":"2026-04-28T07:18:54Z","FinishedAt":"0001-01-01T00:00:00Z","ExitCode":0}\
        """
                .formatted(id, game);
    }

    private static String event() {
        return """
        {"Action":"die","timeNano":1777360734000000000,"Actor":{"ID":"%s","Attributes":\
        {"com.galaxy.owner":"rtmanager","com.galaxy.game_id":"neighbour","exitCode":"7"}}}\
        """
                .formatted(NEIGHBOUR);
    }

    private static ContainerEvents.Sink sink(List<ContainerEvent> happened, List<String> skipped) {
        return new ContainerEvents.Sink() {
            @Override
            public void opened() {}

            @Override
            public void answered(Instant at) {}

            @Override
            public void happened(ContainerEvent event) {
                happened.add(event);
            }

            @Override
            public void skipped(String why) {
                skipped.add(why);
            }
        };
    }

    private static EngineSpec spec(Path folder) {
        return new EngineSpec(
                new GameId("big"),
                IMAGE,
                new EngineLimits(new CpuQuota(500_000_000), new MemorySize(64L << 20), 64),
                folder.toString(),
                new OperationId(new UUID(0, 1)),
                new UUID(0, 3),
                Instant.EPOCH);
    }

    private static void answered(String head, EngineHealth.Answer answer) throws Exception {
        try (EndlessServer server = new EndlessServer(head)) {
            require(ask(server).equals(answer), "it is not " + answer);
            server.awaitHungUp();
            require(ask(server).equals(answer), "the second time it is not " + answer);
        }
    }

    private static EngineHealth.Answer ask(EndlessServer server) throws InterruptedException {
        return new EngineHealthClient()
                .ask(
                        new EngineAddress(server.url().getHost(), server.url().getPort()),
                        Duration.ofSeconds(10));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A daemon of one case. */
    static final class Docker {

        /** What is done with it. */
        @FunctionalInterface
        interface Use {
            void of(DockerDaemon docker) throws Exception;
        }

        private Docker() {}

        static Function<Asked, Optional<Reply>> answering(String method, String path, Reply reply) {
            return asked -> asked.is(method, path) ? Optional.of(reply) : Optional.empty();
        }

        static void with(Path folder, Function<Asked, Optional<Reply>> answers, Use use)
                throws Exception {
            try (FakeDaemon daemon =
                            FakeDaemon.start(folder, FakeDaemon.healthy("1.24", "1.45", answers));
                    DockerDaemon docker = DockerDaemon.open(settings(daemon, folder))) {
                use.of(docker);
            }
        }

        private static DockerSettings settings(FakeDaemon daemon, Path folder) {
            DockerSettings all = DockerSettings.of(folder);
            return new DockerSettings(
                    daemon.host(),
                    all.network(),
                    all.engineStateMountPath(),
                    all.engineStateEnvName(),
                    all.logDriver(),
                    all.logOptions(),
                    all.imagePullTimeout(),
                    all.imagePullStallTimeout(),
                    all.maxConcurrentStarts(),
                    all.credentialsFolder());
        }
    }

    /** Answers each request with a beginning, and then with text until the caller hangs up. */
    private static final class EndlessServer implements AutoCloseable {
        private final ServerSocket server;
        private volatile CountDownLatch hungUp = new CountDownLatch(1);

        EndlessServer(String beginning) throws IOException {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(beginning));
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        private void serve(String beginning) {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    OutputStream out = caller.getOutputStream();
                    out.write(bytes(beginning));
                    byte[] much = bytes("x".repeat(MEGABYTE));
                    while (true) {
                        out.write(much);
                    }
                } catch (IOException itHungUp) {
                    hungUp.countDown();
                }
            }
        }

        void awaitHungUp() throws InterruptedException {
            require(hungUp.await(20, TimeUnit.SECONDS), "the answer is read without end");
            hungUp = new CountDownLatch(1);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}

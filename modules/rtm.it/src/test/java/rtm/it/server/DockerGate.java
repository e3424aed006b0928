package rtm.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import rtm.testkit.server.Trees;

/**
 * A socket in front of Docker's own that passes everything on, counts the requests, and can hold a
 * chosen one before Docker gets it, or after Docker has done it and before its answer comes back;
 * and it can be shut altogether.
 */
public final class DockerGate implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    private volatile Path docker;
    private final Path folder;
    private final ServerSocketChannel server;
    private final List<Hold> holds = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;
    private volatile Optional<Refusal> refusal = Optional.empty();

    /** Opens a gate in front of the socket at that path. */
    public DockerGate(Path docker) {
        this.docker = docker;
        try {
            this.folder = Files.createTempDirectory("docker-gate-");
            this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().name("docker-gate").start(this::accept);
    }

    /** Where the gate listens. */
    public Path socket() {
        return folder.resolve("docker.sock");
    }

    /** One request that is held. */
    public static final class Hold {
        private final Pattern request;
        private final boolean beforeDocker;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Hold(Pattern request, boolean beforeDocker) {
            this.request = request;
            this.beforeDocker = beforeDocker;
        }

        /** Waits until a request is held. */
        public void awaitReached() throws InterruptedException {
            if (!reached.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("no request came that matches " + request);
            }
        }

        /** Lets the request, or its answer, go on. */
        public void release() {
            released.countDown();
        }

        private void pass() throws InterruptedException {
            reached.countDown();
            released.await();
        }
    }

    /** Holds the first request whose line matches, before Docker gets it. */
    public Hold holdBefore(String requestLine) {
        return hold(requestLine, true);
    }

    /** Holds the answer to the first request whose line matches; Docker has done it. */
    public Hold holdAfter(String requestLine) {
        return hold(requestLine, false);
    }

    private Hold hold(String requestLine, boolean beforeDocker) {
        Hold hold = new Hold(Pattern.compile(requestLine), beforeDocker);
        holds.add(hold);
        return hold;
    }

    /** Cuts every connection and takes no new one. */
    public void shut() {
        shut = true;
        channels.forEach(DockerGate::close);
    }

    /** Cuts every connection; new ones lead to the socket at this path. */
    public void leadTo(Path otherDocker) {
        docker = otherDocker;
        channels.forEach(DockerGate::close);
    }

    /** Takes connections again. */
    public void reopen() {
        shut = false;
    }

    /** What is refused, and the answer to it. */
    private record Refusal(Pattern request, String answer) {}

    /** Answers requests whose line matches with a refusal; Docker does not get them. */
    public void refuse(String requestLine, int status, String words) {
        String body = "{\"message\":\"" + words + "\"}";
        refusal =
                Optional.of(
                        new Refusal(
                                Pattern.compile(requestLine),
                                "HTTP/1.1 %d No\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                        .formatted(status, body.length(), body)));
    }

    /** Passes everything on again. */
    public void refuseNothing() {
        refusal = Optional.empty();
    }

    /** The request lines that came and match. */
    public List<String> requests(String requestLine) {
        Pattern pattern = Pattern.compile(requestLine);
        return requests.stream().filter(line -> pattern.matcher(line).find()).toList();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (shut) {
                    client.close();
                } else {
                    channels.add(client);
                    Thread.ofVirtual().name("docker-gate-link").start(() -> link(client));
                }
            }
        } catch (IOException closed) {
            channels.forEach(DockerGate::close);
        }
    }

    private void link(SocketChannel client) {
        try (client;
                SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(docker))) {
            channels.add(upstream);
            Answers answers = new Answers();
            Thread back =
                    Thread.ofVirtual()
                            .name("docker-gate-back")
                            .start(() -> answers.carry(upstream, client));
            carryRequests(client, upstream, answers);
            upstream.shutdownOutput();
            back.join();
            channels.remove(upstream);
        } catch (IOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            channels.remove(client);
        }
    }

    /** A client sends a request only after the last answer, so each begins a chunk. */
    private void carryRequests(SocketChannel client, SocketChannel upstream, Answers answers)
            throws IOException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (client.read(chunk) >= 0) {
            chunk.flip();
            String text = StandardCharsets.ISO_8859_1.decode(chunk.duplicate()).toString();
            if (text.matches("(?s)(GET|POST|DELETE|HEAD|PUT) /.*")) {
                String line = text.lines().findFirst().orElse("");
                requests.add(line);
                if (refused(line, client)) {
                    return;
                }
                holdIfWanted(line, answers);
            }
            writeAll(upstream, chunk);
            chunk.clear();
        }
    }

    /** After the answer the rest of the request is read, or the client would lose the answer. */
    private boolean refused(String line, SocketChannel client) throws IOException {
        Optional<Refusal> wanted = refusal.filter(each -> each.request.matcher(line).find());
        if (wanted.isEmpty()) {
            return false;
        }
        writeAll(client, StandardCharsets.ISO_8859_1.encode(wanted.orElseThrow().answer()));
        client.shutdownOutput();
        ByteBuffer rest = ByteBuffer.allocate(CHUNK);
        while (client.read(rest) >= 0) {
            rest.clear();
        }
        return true;
    }

    private void holdIfWanted(String line, Answers answers) throws InterruptedException {
        Optional<Hold> wanted =
                holds.stream().filter(hold -> hold.request.matcher(line).find()).findFirst();
        if (wanted.isEmpty() || !holds.remove(wanted.orElseThrow())) {
            return;
        }
        if (wanted.orElseThrow().beforeDocker) {
            wanted.orElseThrow().pass();
        } else {
            answers.next = wanted.orElseThrow();
        }
    }

    /** The way back of one connection. */
    private static final class Answers {
        private volatile @org.jspecify.annotations.Nullable Hold next;

        private void carry(SocketChannel upstream, SocketChannel client) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            try {
                while (upstream.read(chunk) >= 0) {
                    chunk.flip();
                    Hold hold = next;
                    if (hold != null) {
                        next = null;
                        hold.pass();
                    }
                    writeAll(client, chunk);
                    chunk.clear();
                }
                client.shutdownOutput();
            } catch (IOException | InterruptedException ended) {
                close(client);
            }
        }
    }

    private static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        holds.forEach(Hold::release);
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        channels.forEach(DockerGate::close);
        Trees.delete(folder);
    }
}

package rtm.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.ImageReference;

/**
 * A registry on the loopback address, from which Docker pulls without TLS. It counts the pulls, and
 * it can ask for credentials, hold a pull at its beginning, or let the download of a layer stall.
 */
public final class LoopbackRegistry implements AutoCloseable {

    private static final Pattern PATH =
            Pattern.compile("/v2/(?<name>.+)/(?<kind>manifests|blobs)/(?<which>[^/]+)");

    private record Manifest(String name, String which) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Manifest, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Set<String> stalling = ConcurrentHashMap.newKeySet();
    private final List<Manifest> pulls = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Pause>> hold = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> credentials =
            new AtomicReference<>(Optional.empty());
    private final CountDownLatch closed = new CountDownLatch(1);

    private LoopbackRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static LoopbackRegistry start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        LoopbackRegistry registry = new LoopbackRegistry(HttpServer.create(address, 0));
        registry.server.setExecutor(registry.threads);
        registry.server.createContext("/v2/", registry::answer);
        registry.server.start();
        return registry;
    }

    /** Its host and port, as they stand in a reference. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Gives it an image that nobody has pulled before. */
    public ImageReference add(String name, String tag, Map<String, String> labels) {
        ImageReference image = new ImageReference(host() + "/" + name + ":" + tag);
        put(name, tag, new TinyImage(image.value(), labels));
        return image;
    }

    /** Gives it an image whose layer comes only by half. */
    public ImageReference addStalling(String name, String tag) {
        ImageReference image = new ImageReference(host() + "/" + name + ":" + tag);
        TinyImage tiny = new TinyImage(image.value(), Map.of());
        stalling.add(TinyImage.digest(tiny.layer()));
        put(name, tag, tiny);
        return image;
    }

    /** From now on it asks for these. */
    public void require(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        credentials.set(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    /** The next pull stands still at its beginning. */
    public Pause holdNextPull() {
        Pause pause = new Pause();
        hold.set(Optional.of(pause));
        return pause;
    }

    /** How often the tag of an image was asked for, which each pull does once. */
    public long pulls(ImageReference image) {
        String name = image.repository().substring(host().length() + 1);
        Manifest wanted = new Manifest(name, image.tag().orElse("latest"));
        return pulls.stream().filter(wanted::equals).count();
    }

    private void put(String name, String tag, TinyImage image) {
        manifests.put(new Manifest(name, tag), image.manifest());
        manifests.put(new Manifest(name, TinyImage.digest(image.manifest())), image.manifest());
        blobs.putAll(image.blobs());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            if (!admitted(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                refuse(exchange, 401, "UNAUTHORIZED");
            } else if (!path.matches()) {
                send(exchange, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else if (path.group("kind").equals("manifests")) {
                manifest(exchange, new Manifest(path.group("name"), path.group("which")));
            } else {
                blob(exchange, path.group("which"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean admitted(HttpExchange exchange) {
        return credentials
                .get()
                .map(wanted ->
                        wanted.equals(exchange.getRequestHeaders().getFirst("Authorization")))
                .orElse(true);
    }

    private void manifest(HttpExchange exchange, Manifest wanted)
            throws IOException, InterruptedException {
        if (!wanted.which().startsWith("sha256:")) {
            pulls.add(wanted);
            Optional<Pause> pause = hold.getAndSet(Optional.empty());
            if (pause.isPresent()) {
                pause.get().standStill();
            }
        }
        byte[] manifest = manifests.get(wanted);
        if (manifest == null) {
            refuse(exchange, 404, "MANIFEST_UNKNOWN");
        } else {
            exchange.getResponseHeaders().set("Docker-Content-Digest", TinyImage.digest(manifest));
            send(exchange, TinyImage.MANIFEST_TYPE, manifest);
        }
    }

    private void blob(HttpExchange exchange, String digest)
            throws IOException, InterruptedException {
        byte[] blob = blobs.get(digest);
        if (blob == null) {
            refuse(exchange, 404, "BLOB_UNKNOWN");
        } else if (stalling.contains(digest)) {
            exchange.sendResponseHeaders(200, blob.length);
            exchange.getResponseBody().write(Arrays.copyOf(blob, blob.length / 2));
            exchange.getResponseBody().flush();
            closed.await();
        } else {
            send(exchange, "application/octet-stream", blob);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body =
                "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
                        .formatted(code, code.toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Ends it, and the pulls that still hang on it. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

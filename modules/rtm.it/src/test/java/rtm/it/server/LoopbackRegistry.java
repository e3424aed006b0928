package rtm.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.fake.Pause;
import rtm.domain.model.ImageReference;
import rtm.it.server.PlainHttpServer.Answer;
import rtm.it.server.PlainHttpServer.Request;

/**
 * A registry on the loopback address, from which Docker pulls without TLS. It counts the pulls, and
 * it can ask for credentials, hold a pull at its beginning, or let the download of a layer stall.
 */
public final class LoopbackRegistry implements AutoCloseable {

    private static final Pattern PATH =
            Pattern.compile("/v2/(?<name>.+)/(?<kind>manifests|blobs)/(?<which>[^/]+)");

    private record Manifest(String name, String which) {}

    private final PlainHttpServer server = new PlainHttpServer(this::answer);
    private final Map<Manifest, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Set<String> stalling = ConcurrentHashMap.newKeySet();
    private final List<Manifest> pulls = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Pause>> hold = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> credentials =
            new AtomicReference<>(Optional.empty());

    private LoopbackRegistry() throws IOException {}

    /** Starts one on a free port. */
    public static LoopbackRegistry start() throws IOException {
        LoopbackRegistry registry = new LoopbackRegistry();
        registry.server.start();
        return registry;
    }

    /** Its host and port, as they stand in a reference. */
    public String host() {
        return "127.0.0.1:" + server.port();
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

    private Answer answer(Request request) throws InterruptedException {
        Matcher path = PATH.matcher(request.path());
        if (!admitted(request)) {
            return refusal(401, "UNAUTHORIZED", Map.of("WWW-Authenticate", "Basic realm=\"test\""));
        }
        if (!path.matches()) {
            return Answer.of(200, Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        }
        return path.group("kind").equals("manifests")
                ? manifest(new Manifest(path.group("name"), path.group("which")))
                : blob(path.group("which"));
    }

    private boolean admitted(Request request) {
        Optional<String> wanted = credentials.get();
        return wanted.isEmpty()
                || wanted.equals(Optional.ofNullable(request.headers().get("authorization")));
    }

    private Answer manifest(Manifest wanted) throws InterruptedException {
        if (!wanted.which().startsWith("sha256:")) {
            pulls.add(wanted);
            Optional<Pause> pause = hold.getAndSet(Optional.empty());
            if (pause.isPresent()) {
                pause.get().standStill();
            }
        }
        byte[] manifest = manifests.get(wanted);
        return manifest == null
                ? refusal(404, "MANIFEST_UNKNOWN", Map.of())
                : Answer.of(
                        200,
                        Map.of(
                                "Content-Type",
                                TinyImage.MANIFEST_TYPE,
                                "Docker-Content-Digest",
                                TinyImage.digest(manifest)),
                        manifest);
    }

    private Answer blob(String digest) {
        byte[] blob = blobs.get(digest);
        if (blob == null) {
            return refusal(404, "BLOB_UNKNOWN", Map.of());
        }
        Map<String, String> type = Map.of("Content-Type", "application/octet-stream");
        return stalling.contains(digest)
                ? Answer.half(200, type, blob)
                : Answer.of(200, type, blob);
    }

    private static Answer refusal(int status, String code, Map<String, String> headers) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, words);
        return Answer.of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes no more pulls. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}

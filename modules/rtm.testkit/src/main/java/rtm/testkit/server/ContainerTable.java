package rtm.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

/**
 * What a daemon knows and does: containers that can be listed, inspected, created, started,
 * stopped, renamed and removed, and events about them. Every image is here, except one whose id is
 * all zeros.
 */
public final class ContainerTable implements Function<Asked, Reply> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONTAINER = Pattern.compile("/containers/([0-9a-f]{4,64})\\b");
    private static final Pattern NAME = Pattern.compile("[?&]name=([^&]+)");
    private static final Pattern FILTERS = Pattern.compile("[?&]filters=([^&]+)");

    /** An id that no image has. */
    private static final String NO_IMAGE = "sha256:" + "0".repeat(64);

    /** The id of the first container. */
    public static final String FIRST_ID = id(1);

    private final Map<String, TableContainer> containers = new LinkedHashMap<>();
    private final List<BlockingQueue<String>> followers = new CopyOnWriteArrayList<>();
    private int created;
    private boolean ranTwice;

    /** Nothing is in it yet. */
    public ContainerTable() {}

    /**
     * A container that is there now.
     *
     * @param id its id
     * @param name its name
     * @param running whether it runs
     */
    public record Row(String id, String name, boolean running) {}

    /** All containers. */
    public synchronized List<Row> rows() {
        return containers.values().stream()
                .map(each -> new Row(each.id, each.name, each.runs()))
                .toList();
    }

    /** Puts a running container into the table, without an event. */
    public synchronized String place(String name, String image, Map<String, String> labels) {
        TableContainer container = new TableContainer(newId(), name, image, labels);
        container.start();
        containers.put(container.id, container);
        return container.id;
    }

    /** Sends this text to all that follow the events, as it is. */
    public void send(String text) {
        followers.forEach(follower -> follower.add(text));
    }

    /** How many follow the events, or did. */
    public int followers() {
        return followers.size();
    }

    /** Its engine ends with that code. */
    public synchronized void exit(String id, int code) {
        exit(Objects.requireNonNull(containers.get(id)), code);
    }

    private void exit(TableContainer container, int code) {
        container.exit(code);
        report(container, "die", code);
    }

    @Override
    public synchronized Reply apply(Asked asked) {
        if (asked.is("GET", "/_ping")) {
            return Reply.json(200, "OK");
        }
        if (asked.is("GET", "/version")) {
            return Reply.json(
                    200,
                    "{\"Version\":\"26.1.5\",\"ApiVersion\":\"1.45\",\"MinAPIVersion\":\"1.24\"}");
        }
        if (asked.is("GET", "/info")) {
            return Reply.json(200, "{\"ID\":\"table\",\"ServerVersion\":\"26.1.5\"}");
        }
        if (asked.is("GET", "/networks/galaxy-net")) {
            return Reply.json(200, "{\"Id\":\"n\",\"Name\":\"galaxy-net\",\"Driver\":\"bridge\"}");
        }
        if (asked.is("GET", "/images/.*/json")) {
            return asked.line().contains(NO_IMAGE)
                    ? noImage()
                    : Reply.json(200, "{\"Id\":\"sha256:1\",\"Config\":{\"Labels\":null}}");
        }
        if (asked.is("GET", "/events")) {
            BlockingQueue<String> follower = new LinkedBlockingQueue<>(List.of("\n"));
            followers.add(follower);
            return new Reply.Live(follower);
        }
        if (asked.is("GET", "/containers/json")) {
            return Reply.json(200, list(asked.line()).toString());
        }
        return asked.is("POST", "/containers/create") ? create(asked) : one(asked);
    }

    private Reply one(Asked asked) {
        Matcher matcher = CONTAINER.matcher(asked.line());
        Optional<TableContainer> found =
                matcher.find()
                        ? Optional.ofNullable(containers.get(matcher.group(1)))
                        : Optional.empty();
        return found.map(container -> one(container, asked))
                .orElseGet(() -> refusal(404, "No such container"));
    }

    private Reply one(TableContainer container, Asked asked) {
        Map<String, Supplier<Reply>> answers =
                Map.of(
                        "GET .*/json", () -> Reply.json(200, container.inspected().toString()),
                        "GET .*/logs.*", () -> Reply.json(200, "a line\n"),
                        "POST .*/start", () -> start(container),
                        "POST .*/stop.*", () -> stop(container),
                        "POST .*/rename.*", () -> rename(container, name(asked)),
                        "DELETE .*", () -> remove(container, asked.line().contains("force=true")));
        return answers.entrySet().stream()
                .filter(answer -> asked.line().matches(answer.getKey()))
                .findFirst()
                .map(answer -> answer.getValue().get())
                .orElseGet(() -> refusal(404, "page not found"));
    }

    private static Reply noImage() {
        return refusal(404, "No such image: " + NO_IMAGE);
    }

    private Reply create(Asked asked) {
        if (asked.body().contains(NO_IMAGE)) {
            return noImage();
        }
        String name = name(asked);
        if (isTaken(name)) {
            return refusal(409, "Conflict. The container name \"/" + name + "\" is already in use");
        }
        JsonNode body = json(asked.body());
        Map<String, String> labels = new HashMap<>();
        body.path("Labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        TableContainer container =
                new TableContainer(newId(), name, body.path("Image").asText(), labels);
        containers.put(container.id, container);
        return Reply.json(201, "{\"Id\":\"" + container.id + "\",\"Warnings\":[]}");
    }

    private Reply start(TableContainer container) {
        if (container.runs()) {
            return Reply.json(304, "");
        }
        ranTwice |= others(container).anyMatch(TableContainer::runs);
        container.start();
        report(container, "start", 0);
        return Reply.json(204, "");
    }

    private Stream<TableContainer> others(TableContainer container) {
        return containers.values().stream()
                .filter(each -> each != container)
                .filter(each -> each.isOfGameOf(container));
    }

    /** Whether a container was started while another one of the same game ran. */
    public synchronized boolean ranTwice() {
        return ranTwice;
    }

    private Reply stop(TableContainer container) {
        if (!container.runs()) {
            return Reply.json(304, "");
        }
        exit(container, 143);
        return Reply.json(204, "");
    }

    private Reply rename(TableContainer container, String name) {
        if (isTaken(name)) {
            return refusal(409, "Conflict. The container name \"/" + name + "\" is already in use");
        }
        container.name = name;
        return Reply.json(204, "");
    }

    private Reply remove(TableContainer container, boolean force) {
        if (container.runs() && !force) {
            return refusal(409, "You cannot remove a running container " + container.id);
        }
        if (container.runs()) {
            exit(container, 137);
        }
        containers.remove(container.id);
        report(container, "destroy", 0);
        return Reply.json(204, "");
    }

    private ArrayNode list(String line) {
        Matcher matcher = FILTERS.matcher(line);
        JsonNode filters =
                matcher.find()
                        ? json(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8))
                        : JSON.createObjectNode();
        ArrayNode all = JSON.createArrayNode();
        containers.values().stream()
                .filter(each -> isLabelled(each, filters.path("label")))
                .filter(each -> isNamed(each, filters.path("name")))
                .forEach(each -> all.add(each.listed()));
        return all;
    }

    private static boolean isLabelled(TableContainer container, JsonNode wanted) {
        List<String> labels = new ArrayList<>();
        container.labels.forEach((key, value) -> labels.add(key + "=" + value));
        return wanted.valueStream().allMatch(label -> labels.contains(label.asText()));
    }

    private static boolean isNamed(TableContainer container, JsonNode wanted) {
        return wanted.isEmpty()
                || wanted.valueStream()
                        .anyMatch(name ->
                                Pattern.compile(name.asText())
                                        .matcher("/" + container.name)
                                        .find());
    }

    private void report(TableContainer container, String action, int code) {
        Instant now = Instant.now();
        ObjectNode event =
                JSON.createObjectNode()
                        .put("Action", action)
                        .put("timeNano", now.getEpochSecond() * 1_000_000_000 + now.getNano());
        ObjectNode attributes =
                event.putObject("Actor").put("ID", container.id).putObject("Attributes");
        container.labels.forEach(attributes::put);
        attributes.put("exitCode", Integer.toString(code));
        followers.forEach(follower -> follower.add(event + "\n"));
    }

    private boolean isTaken(String name) {
        return containers.values().stream().anyMatch(each -> each.name.equals(name));
    }

    private String newId() {
        created++;
        return id(created);
    }

    private static String id(int number) {
        return "c0ffee%058x".formatted(number);
    }

    private static String name(Asked asked) {
        Matcher matcher = NAME.matcher(asked.line());
        return matcher.find() ? matcher.group(1) : "";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("not JSON: " + text, broken);
        }
    }

    private static Reply refusal(int status, String words) {
        return Reply.json(status, JSON.createObjectNode().put("message", words).toString());
    }
}

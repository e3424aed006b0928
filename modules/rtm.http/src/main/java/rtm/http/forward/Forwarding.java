package rtm.http.forward;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.overview.Part;
import rtm.domain.overview.ReaderJobs;
import rtm.http.client.EventLines;
import rtm.http.client.NodeCall;
import rtm.http.client.NodeCallException;
import rtm.http.client.NodeClient;
import rtm.http.client.NodeReply;
import rtm.http.client.OtherNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/**
 * Passes requests about games of other nodes on: once, to the process of the node that holds the
 * game, whose answer is the answer. What the caller sent is written again, so that only what the
 * contract has goes on, and no other credentials than the token that this process has checked.
 */
public final class Forwarding implements AutoCloseable {

    /** The header of a request that was passed on; its value is the node that did it. */
    public static final String HEADER = "X-Galaxy-Forwarded";

    private static final Log LOG = Log.of(Forwarding.class);
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final String ITEMS = "{\"items\":[";
    private static final String END_OF_ITEMS = "]}";

    /** More than there are nodes that others fill at the same moment, one after the other. */
    private static final int MOST_CHOICES = 50;

    /** For what a reader of a status waits for; it has a second more. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final int UNAUTHORIZED = 401;
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int CONFLICT = 409;
    private static final int MOST_KEPT = 8 << 20;
    private static final int FIRST_ERROR = 400;

    private final OtherNodes nodes;
    private final boolean tokens;
    private final Optional<String> own;
    private final int mostPerNode;
    private final NodeClient client;
    private final LongCounter counter;
    private final Map<NodeId, Contact> contacts = new ConcurrentHashMap<>();

    /**
     * What is asked of the other node.
     *
     * @param method the method
     * @param root the path of all games
     * @param path what follows the game in the path
     * @param starts whether it starts games, also those that no node holds yet
     */
    public record Asked(String method, String root, String path, boolean starts) {

        boolean changes() {
            return !method.equals("GET");
        }

        private String target(GameId gameId) {
            return "%s/%s%s".formatted(root, gameId, path);
        }
    }

    /**
     * Another node that is asked.
     *
     * @param game the game that it is asked for, if it is one
     * @param changes whether it shall change something
     * @param ends whether events of its answer are those that are there, and no more
     */
    private record Asking(Node node, Optional<GameId> game, boolean changes, boolean ends) {

        /** The node as the subject of a sentence. */
        String subject() {
            return name() + (game.isPresent() ? "," : "");
        }

        String name() {
            return "node %s%s"
                    .formatted(
                            node.label(),
                            game.map(held -> ", which holds game " + held).orElse(""));
        }
    }

    /** One other node: how many requests may wait for it, and whether it answers. */
    private record Contact(Semaphore free, Outage outage) {}

    /**
     * Nothing is connected to yet.
     *
     * @param tokens whether callers show a token here, which is then handed on
     * @param own the token that this process shows for itself
     * @param mostPerNode how many requests wait for one node at once; more are refused, so that a
     *     node that does not answer leaves room for the others' games
     */
    public Forwarding(
            OtherNodes nodes,
            boolean tokens,
            Optional<String> own,
            int mostPerNode,
            OpenTelemetry telemetry) {
        this.nodes = nodes;
        this.tokens = tokens;
        this.own = own;
        this.mostPerNode = mostPerNode;
        this.client = new NodeClient(nodes.timeout(), telemetry);
        this.counter =
                telemetry
                        .getMeter("rtm.http")
                        .counterBuilder("rtmanager.forwarded")
                        .setUnit("{request}")
                        .setDescription(
                                "requests about games of other nodes, and questions which jobs wait")
                        .build();
    }

    /**
     * Answers a request about a game, here or there. Whoever chooses a node for a new game reserves
     * nothing, so another start may be faster there; then a node is chosen again.
     */
    Answer answer(Asked asked, Request request, Endpoint behind) throws InterruptedException {
        GameId gameId = request.gameId();
        Endpoint here = asked.starts() ? each -> NoRoom.said(each, behind) : behind;
        if (request.carried().forwardedBy().isPresent()) {
            return here.answer(request);
        }
        for (int choice = 0; choice < MOST_CHOICES; choice++) {
            Answer answer = answer(asked, request, here, holder(asked, gameId));
            if (!NoRoom.isSaidBy(answer)) {
                return answer;
            }
        }
        return unavailable(
                "no node has room for game %s: each that was chosen was filled meanwhile; try again in a moment"
                        .formatted(gameId));
    }

    private Answer answer(Asked asked, Request request, Endpoint behind, Optional<Node> holder)
            throws InterruptedException {
        GameId gameId = request.gameId();
        return switch (Destination.of(gameId, holder, nodes.here())) {
            case Destination.Here _ -> behind.answer(request);
            case Destination.There(Node node, URI url) ->
                    pass(
                            new Asking(node, Optional.of(gameId), asked.changes(), false),
                            call(asked.method(), asked.target(gameId), request, node, url));
            case Destination.Nowhere(_, String reason) -> {
                count("refused");
                yield unavailable(reason);
            }
        };
    }

    private Optional<Node> holder(Asked asked, GameId gameId) {
        Optional<Node> holder = nodes.places().nodeOf(gameId);
        return holder.isEmpty() && asked.starts() ? nodes.places().nodeForStart(gameId) : holder;
    }

    /** Answers a request about what each node has of its own, for the node of that name. */
    Answer answer(String name, String method, String path, Request request, Endpoint behind)
            throws InterruptedException {
        Node node =
                nodes.places()
                        .named(name)
                        .orElseThrow(() ->
                                new OperationException(
                                        ErrorCode.INVALID_REQUEST, "no node has that name"));
        if (node.id().equals(nodes.here())) {
            return behind.answer(request);
        }
        if (node.url().isEmpty()) {
            return unavailable(
                    "node %s has no address; set RTMANAGER_NODE_URL there".formatted(node.label()));
        }
        return pass(
                new Asking(
                        node,
                        Optional.empty(),
                        !method.equals("GET"),
                        !request.query().flag("follow", true)),
                call(method, path, request, node, node.url().get()));
    }

    /** What a node decides, as its process answers; empty unless it decides. */
    Optional<Answer> decision(Node node, String method, String path, Request request)
            throws InterruptedException {
        if (request.carried().forwardedBy().isPresent() || node.url().isEmpty()) {
            return Optional.empty();
        }
        NodeCall call = call(method, path, request, node, node.url().get());
        if (!(ask(node, call) instanceof Outcome.Replied(NodeReply reply))) {
            return Optional.empty();
        }
        if (reply.status() == FIRST_SUCCESS || reply.status() == CONFLICT) {
            return Optional.of(answer(reply, new Asking(node, Optional.empty(), true, false)));
        }
        reply.close();
        count("refused");
        return Optional.empty();
    }

    private Answer pass(Asking asking, NodeCall call) throws InterruptedException {
        return switch (ask(asking.node(), call)) {
            case Outcome.Replied(NodeReply reply) -> answer(reply, asking);
            case Outcome.Misled(URI url, String answered) ->
                    unavailable(
                            "%s is not reached: the process of node %s answers at %s; correct RTMANAGER_NODE_URL of node %s%s"
                                    .formatted(
                                            asking.subject(),
                                            answered,
                                            url,
                                            asking.node().label(),
                                            advice(asking, false)));
            case Outcome.Full _ ->
                    unavailable(
                            "too many requests wait for %s; try again in a moment"
                                    .formatted(asking.name()));
            case Outcome.Failed(NodeCallException failed) ->
                    unavailable(
                            "%s does not answer: %s%s"
                                    .formatted(
                                            asking.subject(),
                                            failed.getMessage(),
                                            advice(asking, failed.sent())));
        };
    }

    /** What came of asking another node. */
    private sealed interface Outcome {

        record Replied(NodeReply reply) implements Outcome {}

        /** Its URL leads to the process of another node, which has done nothing. */
        record Misled(URI url, String answered) implements Outcome {}

        /** Too many wait for it. */
        record Full() implements Outcome {}

        record Failed(NodeCallException why) implements Outcome {}
    }

    private Outcome ask(Node node, NodeCall call) throws InterruptedException {
        return ask(node, call, client.patience(call));
    }

    private Outcome ask(Node node, NodeCall call, Duration most) throws InterruptedException {
        Contact contact = contacts.computeIfAbsent(node.id(), _ -> contact(node));
        if (!contact.free().tryAcquire()) {
            count("refused");
            return new Outcome.Full();
        }
        try {
            NodeReply reply = client.ask(call, most);
            if (reply.refusedBy().isPresent()) {
                return misled(node, call.base(), reply);
            }
            contact.outage().ended();
            return new Outcome.Replied(reply);
        } catch (NodeCallException failed) {
            count(failed.sent() ? "unanswered" : "unreachable");
            contact.outage().failed(away(node, failed), LogField.of("url", call.base()));
            return new Outcome.Failed(failed);
        } finally {
            contact.free().release();
        }
    }

    private Outcome misled(Node node, URI url, NodeReply reply) {
        reply.close();
        count("refused");
        String answered = reply.refusedBy().orElseThrow();
        LOG.warn(
                "another node's url leads to the process of a third one",
                LogField.of("node", node.label()),
                LogField.of("url", url),
                LogField.of("answered", answered));
        return new Outcome.Misled(url, answered);
    }

    /**
     * Asks the process that reads the jobs which of them wait. It answers by what it knows itself.
     *
     * @param path the path of the status
     */
    public Part<ReaderJobs> jobs(String path, Node reader) throws InterruptedException {
        String subject = "node %s, which reads the jobs,".formatted(reader.label());
        if (reader.url().isEmpty()) {
            return new Part.Missing<>(subject + " has no address");
        }
        Map<String, String> headers = new HashMap<>();
        headers.put(HEADER, nodes.name());
        reader.name().ifPresent(name -> headers.put(OtherNodes.MEANT, name));
        own.ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        URI url = reader.url().get();
        NodeCall call = new NodeCall("GET", url, path, headers, ByteBuffer.allocate(0));
        return switch (ask(reader, call, SOON)) {
            case Outcome.Replied(NodeReply reply) -> jobs(reader, subject, reply);
            case Outcome.Misled(_, String answered) ->
                    new Part.Missing<>(
                            "%s is not reached: the process of node %s answers at %s"
                                    .formatted(subject, answered, url));
            case Outcome.Full _ ->
                    new Part.Missing<>("too many requests wait for node " + reader.label());
            case Outcome.Failed(NodeCallException failed) ->
                    new Part.Missing<>(
                            "%s does not answer: %s".formatted(subject, failed.getMessage()));
        };
    }

    private Part<ReaderJobs> jobs(Node reader, String subject, NodeReply reply) {
        reply.close();
        Part<ReaderJobs> said =
                reply.status() == FIRST_SUCCESS
                        ? ReaderStatus.read(reply.body(), reader.label())
                        : new Part.Missing<>(
                                reply.status() == UNAUTHORIZED
                                        ? "does not take the token of this service"
                                        : "answers with status " + reply.status());
        count(said.seen().isPresent() ? "answered" : "refused");
        return said.missing()
                .<Part<ReaderJobs>>map(why -> new Part.Missing<>(subject + " " + why))
                .orElse(said);
    }

    /**
     * Asks other nodes at the same time what their engines use.
     *
     * @param root the path that answers for several games
     */
    public Map<NodeId, String> stats(
            String root, Map<NodeId, List<GameId>> games, boolean disk, Request request)
            throws InterruptedException {
        if (request.carried().forwardedBy().isPresent()) {
            return Map.of();
        }
        Map<NodeId, String> said = new ConcurrentSkipListMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked = new ArrayList<>();
            games.forEach((node, some) ->
                    asked.add(
                            threads.submit(() ->
                                    items(root, some, disk, request)
                                            .ifPresent(items -> said.put(node, items)))));
            for (Future<?> each : asked) {
                try {
                    each.get();
                } catch (ExecutionException failed) {
                    LOG.debug(
                            "another node's figures are missing",
                            LogField.of("error", String.valueOf(failed.getCause())));
                }
            }
        }
        return said;
    }

    /** The objects in the list of one node's answer. */
    private Optional<String> items(String root, List<GameId> games, boolean disk, Request request) {
        Destination to =
                Destination.of(
                        games.getFirst(), nodes.places().nodeOf(games.getFirst()), nodes.here());
        if (!(to instanceof Destination.There(Node node, URI url))) {
            return Optional.empty();
        }
        String target =
                "%s?game_id=%s&disk=%s"
                        .formatted(
                                root,
                                games.stream()
                                        .map(GameId::value)
                                        .collect(Collectors.joining("%2C")),
                                disk);
        NodeCall call =
                new NodeCall("GET", url, target, headers(request, node), ByteBuffer.allocate(0));
        try {
            return ask(node, call) instanceof Outcome.Replied(NodeReply reply)
                    ? items(reply)
                    : Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<String> items(NodeReply reply) {
        reply.close();
        String body = StandardCharsets.UTF_8.decode(reply.body()).toString();
        boolean good =
                reply.status() == FIRST_SUCCESS
                        && body.startsWith(ITEMS)
                        && body.endsWith(END_OF_ITEMS);
        count(good ? "answered" : "refused");
        return good
                ? Optional.of(body.substring(ITEMS.length(), body.length() - END_OF_ITEMS.length()))
                : Optional.empty();
    }

    private Contact contact(Node node) {
        return new Contact(
                new Semaphore(mostPerNode),
                new Outage(
                        LOG,
                        "another node does not answer",
                        "another node answers again",
                        LogField.of("node", node.label())));
    }

    private static DependencyUnavailableException away(Node node, NodeCallException failed) {
        return new DependencyUnavailableException(
                Dependency.NODE, "%s: %s".formatted(node.label(), failed.getMessage()), failed);
    }

    /** What the caller cannot know otherwise. */
    private static String advice(Asking asking, boolean sent) {
        if (!asking.changes()) {
            return "";
        }
        return sent
                ? "; whether it made the change is not known, so read %s first"
                        .formatted(asking.game().isPresent() ? "the game's record" : "what it has")
                : "; nothing was changed";
    }

    private NodeCall call(String method, String path, Request request, Node node, URI url) {
        Map<String, String> headers = headers(request, node);
        if (request.contentTypes().size() == 1) {
            headers.put("Content-Type", request.contentTypes().getFirst());
        }
        request.contentEncoding().ifPresent(coding -> headers.put("Content-Encoding", coding));
        request.lastEventId().ifPresent(last -> headers.put("Last-Event-ID", last));
        String parameters =
                request.query().values().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getKey() + "=" + encode(each.getValue()))
                        .collect(Collectors.joining("&"));
        String target = parameters.isEmpty() ? path : path + "?" + parameters;
        return new NodeCall(method, url, target, headers, request.body());
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private Map<String, String> headers(Request request, Node node) {
        Map<String, String> headers = new HashMap<>(request.carried().trace());
        headers.put(HEADER, nodes.name());
        node.name().ifPresent(name -> headers.put(OtherNodes.MEANT, name));
        headers.put("X-Galaxy-Caller", caller(request.origin().source()));
        if (tokens) {
            request.carried()
                    .authorization()
                    .ifPresent(shown -> headers.put("Authorization", shown));
        }
        return headers;
    }

    private static String caller(OperationSource source) {
        return source == OperationSource.GM_REST ? "gm" : "admin";
    }

    private Answer answer(NodeReply reply, Asking asking) {
        Node node = asking.node();
        boolean ours =
                reply.status() >= FIRST_ERROR
                        || (reply.status() >= FIRST_SUCCESS && reply.status() < FIRST_REDIRECT);
        if (!ours || reply.status() == UNAUTHORIZED) {
            reply.close();
            count("refused");
            String why =
                    ours
                            ? "does not take the token of this request; all nodes need the same RTMANAGER_INTERNAL_HTTP_TOKEN and RTMANAGER_INTERNAL_HTTP_READ_TOKEN"
                            : "answered with status %d, which no Runtime Manager does; its RTMANAGER_NODE_URL is wrong%s"
                                    .formatted(reply.status(), advice(asking, true));
            LOG.warn(
                    "another node's answer cannot be passed on",
                    LogField.of("node", node.label()),
                    LogField.of("status", reply.status()));
            return unavailable("%s %s".formatted(asking.subject(), why));
        }
        count("answered");
        return reply.events()
                .map(lines ->
                        asking.ends()
                                ? kept(asking, lines)
                                : Answer.events(new ForwardedEvents(lines, node.label())))
                .orElseGet(() ->
                        ErrorAnswer.named(
                                "node " + node.label(),
                                Answer.passedOn(
                                        reply.status(),
                                        reply.contentType(),
                                        reply.body(),
                                        reply.headers())));
    }

    private static Answer kept(Asking asking, EventLines lines) {
        StringBuilder text = new StringBuilder();
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                text.append(line.get()).append('\n');
                if (text.length() > MOST_KEPT) {
                    throw new IOException("its answer is too long");
                }
            }
            return Answer.events(text.toString());
        } catch (IOException failed) {
            return unavailable(
                    "%s does not answer: %s".formatted(asking.subject(), failed.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return unavailable("the service is stopping");
        } finally {
            lines.close();
        }
    }

    private static Answer unavailable(String reason) {
        return ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, reason);
    }

    private void count(String outcome) {
        counter.add(1, Attributes.of(OUTCOME, outcome));
    }

    /** Drops what is being asked, and what is followed. */
    @Override
    public void close() {
        client.close();
    }
}

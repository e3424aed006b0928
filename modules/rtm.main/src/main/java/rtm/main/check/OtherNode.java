package rtm.main.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.Node;
import rtm.domain.model.NodeEngine;
import rtm.domain.port.JobBacklog;
import rtm.domain.text.FailureWords;
import rtm.domain.time.Durations;
import rtm.http.client.NodeCall;
import rtm.http.client.NodeCallException;
import rtm.http.client.NodeClient;
import rtm.http.client.NodeReply;
import rtm.http.client.OtherNodes;

/**
 * Another node, as this host sees it.
 *
 * @param node the node
 * @param engine one that runs there and has a known address, if there is one
 * @param running whether a game runs there
 * @param redis where the streams of this process are, if that is known
 * @param http asks its process
 * @param view how this host sees others
 */
record OtherNode(
        Node node,
        Optional<NodeEngine> engine,
        boolean running,
        Optional<JobBacklog.Place> redis,
        NodeClient http,
        View view) {

    static final String ITEM = "nodes";

    /** For each question. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Where every engine listens. */
    static final int ENGINE_PORT = 8080;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final String STATUS = "/api/v1/internal/status";

    /**
     * How a host sees others.
     *
     * @param version of this program
     * @param token what it shows to other processes
     * @param readToken what it shows in place of that where a caller did
     * @param clock its clock
     * @param names its resolver
     * @param enginePort where engines listen
     * @param network that of the engines here
     */
    record View(
            String version,
            Optional<String> token,
            Optional<String> readToken,
            InstantSource clock,
            HostNames names,
            int enginePort,
            Supplier<GameNetwork> network) {}

    private String label() {
        return node.label();
    }

    /** Whether its process answers, with which version, by which clock, and with which Redis. */
    List<Finding> process() throws InterruptedException {
        if (node.url().isEmpty()) {
            return List.of(
                    Finding.warn(
                            ITEM,
                            "%s has no address, so no other node reaches its process"
                                    .formatted(label()),
                            "set RTMANAGER_NODE_URL there, and restart the service there"));
        }
        return process(node.url().get());
    }

    private List<Finding> process(URI url) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            Instant before = view.clock().instant();
            NodeReply alive = ask(url, "/healthz", Optional.empty());
            Instant after = view.clock().instant();
            if (alive.refusedBy().isPresent()) {
                return List.of(
                        Finding.fail(
                                ITEM,
                                "what answers at %s is not the process of %s, but that of %s"
                                        .formatted(url, label(), alive.refusedBy().get()),
                                "correct RTMANAGER_NODE_URL of " + label()));
            }
            if (alive.status() != OK) {
                return List.of(
                        Finding.warn(
                                ITEM,
                                "what answers at %s is not the process of %s: its answer is %d"
                                        .formatted(url, label(), alive.status()),
                                "correct RTMANAGER_NODE_URL there"));
            }
            findings.add(Finding.ok(ITEM, "%s answers at %s".formatted(label(), url)));
            alive.date()
                    .map(date -> Skew.finding(ITEM, label(), before, date, after))
                    .ifPresent(findings::add);
        } catch (NodeCallException silent) {
            return List.of(
                    Finding.warn(
                            ITEM,
                            "%s does not answer at %s: %s"
                                    .formatted(label(), url, silent.getMessage()),
                            "if its service runs, let its firewall pass this host, and see whether"
                                    + " RTMANAGER_NODE_URL there is right"));
        }
        findings.addAll(status(url));
        readToken(url).ifPresent(findings::add);
        return findings;
    }

    private List<Finding> status(URI url) throws InterruptedException {
        try {
            NodeReply status = ask(url, STATUS, view.token());
            return switch (status.status()) {
                case OK -> said(status.body());
                case UNAUTHORIZED ->
                        List.of(
                                Finding.fail(
                                        ITEM,
                                        "%s does not take the token of this service"
                                                .formatted(label()),
                                        "set the same RTMANAGER_INTERNAL_HTTP_TOKEN on all nodes"));
                default -> List.of(noVersion("its answer is " + status.status()));
            };
        } catch (NodeCallException silent) {
            return List.of(noVersion(String.valueOf(silent.getMessage())));
        }
    }

    /** What was shown here is shown there too. */
    private Optional<Finding> readToken(URI url) throws InterruptedException {
        try {
            return view.readToken().isEmpty()
                            || ask(url, STATUS, view.readToken()).status() != UNAUTHORIZED
                    ? Optional.empty()
                    : Optional.of(
                            Finding.fail(
                                    ITEM,
                                    "%s does not take the token for reading of this service"
                                            .formatted(label()),
                                    "set the same RTMANAGER_INTERNAL_HTTP_READ_TOKEN on all nodes"));
        } catch (NodeCallException saidAbove) {
            return Optional.empty();
        }
    }

    private Finding noVersion(String reason) {
        return Finding.warn(
                ITEM,
                "%s does not say which version it runs: %s".formatted(label(), reason),
                "see its log");
    }

    private List<Finding> said(ByteBuffer body) {
        OtherStatus there = OtherStatus.read(body);
        return Stream.concat(
                        Stream.of(
                                there.version()
                                        .map(this::version)
                                        .orElseGet(() -> noVersion("its answer cannot be read"))),
                        redis
                                .flatMap(own -> there.redis().map(other -> streams(own, other)))
                                .stream())
                .toList();
    }

    private Finding streams(JobBacklog.Place own, JobBacklog.Place there) {
        if (own.server().isEmpty() || there.server().isEmpty()) {
            return Finding.warn(
                    ITEM,
                    "whether %s uses the same Redis is not known".formatted(label()),
                    "allow the service INFO in Redis");
        }
        if (!own.server().equals(there.server())) {
            return Finding.fail(
                    ITEM,
                    "%s uses another Redis than this node".formatted(label()),
                    "set the same RTMANAGER_REDIS_MASTER_ADDR on all nodes: a job of one Redis is"
                            + " not seen by a process with the other");
        }
        if (own.database() != there.database()) {
            return Finding.fail(
                    ITEM,
                    "%s uses database %d of Redis, and this node %d"
                            .formatted(label(), there.database(), own.database()),
                    "set the same RTMANAGER_REDIS_DB on all nodes");
        }
        return own.streams().equals(there.streams())
                ? Finding.ok(ITEM, "%s uses the same Redis and streams".formatted(label()))
                : Finding.fail(
                        ITEM,
                        "%s uses other streams than this node: %s"
                                .formatted(label(), String.join(", ", there.streams())),
                        "set the same RTMANAGER_REDIS_* on all nodes");
    }

    private Finding version(String version) {
        return version.equals(view.version())
                ? Finding.ok(ITEM, "%s runs %s, as this one".formatted(label(), version))
                : Finding.warn(
                        ITEM,
                        "%s runs %s, this is %s".formatted(label(), version, view.version()),
                        "fine during an upgrade; after it, all nodes run the same version");
    }

    private NodeReply ask(URI url, String target, Optional<String> token)
            throws NodeCallException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        node.name().ifPresent(name -> headers.put(OtherNodes.MEANT, name));
        token.ifPresent(shown -> headers.put("Authorization", "Bearer " + shown));
        NodeReply reply =
                http.ask(new NodeCall("GET", url, target, headers, ByteBuffer.allocate(0)));
        reply.close();
        return reply;
    }

    /** Whether an engine there can be reached by its address. */
    List<Finding> route() {
        return List.of(
                engine.map(tried -> overlap(tried).orElseGet(() -> route(tried)))
                        .orElseGet(() ->
                                Finding.ok(
                                        ITEM,
                                        running
                                                ? "no engine of %s is tried: their addresses are known after the next inspection there"
                                                        .formatted(label())
                                                : "no game runs on %s to try its engines with"
                                                        .formatted(label()))));
    }

    /** At an address of this node's own network, an engine of this node would answer. */
    private Optional<Finding> overlap(NodeEngine tried) {
        return view.network()
                .get()
                .rangeWith(tried.address())
                .map(range ->
                        Finding.fail(
                                ITEM,
                                "the game network of %s overlaps with this node's, %s: the engine of game %s there is at %s"
                                        .formatted(label(), range, tried.game(), tried.address()),
                                "give each node's network a subnet of its own:"
                                        + " docs/many-vms.md#the-network-of-the-games"));
    }

    private Finding route(NodeEngine tried) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.ofLiteral(tried.address()), view.enginePort()),
                    Math.toIntExact(PATIENCE.toMillis()));
            return Finding.ok(
                    ITEM, "engines of %s answer at %s".formatted(label(), tried.address()));
        } catch (SocketTimeoutException late) {
            return noRoute(tried, "no connection within " + Durations.text(PATIENCE));
        } catch (IOException | IllegalArgumentException failed) {
            return noRoute(tried, FailureWords.of(failed));
        }
    }

    private Finding noRoute(NodeEngine tried, String reason) {
        return Finding.warn(
                ITEM,
                "the engine of game %s on %s does not answer at %s: %s"
                        .formatted(tried.game(), label(), tried.address(), reason),
                "on this host, a route to the engines of %s; there, a rule in DOCKER-USER and, from Docker 28 on, a network with gateway_mode_ipv4=nat-unprotected: docs/many-vms.md#the-network-of-the-games"
                        .formatted(label()));
    }

    /** Whether an engine there has the same address by its name. */
    List<Finding> name() throws InterruptedException {
        if (engine.isEmpty()) {
            return List.of();
        }
        NodeEngine tried = engine.get();
        String name = tried.game().containerName().toLowerCase(Locale.ROOT);
        try {
            return List.of(name(name, tried.address(), view.names().addresses(name)));
        } catch (TimeoutException late) {
            return List.of(
                    Finding.warn(
                            ITEM,
                            "this host's resolver has no answer for %s of %s within %s"
                                    .formatted(name, label(), Durations.text(PATIENCE)),
                            "see whether the name server answers this host"));
        }
    }

    private Finding name(String name, String address, List<InetAddress> found) {
        if (found.isEmpty()) {
            return Finding.warn(
                    ITEM,
                    "%s of %s is not known to this host's resolver".formatted(name, label()),
                    "services on this host need it, docs/many-vms.md#names; engines ask Docker's resolver, see dns and dns-search in /etc/docker/daemon.json");
        }
        return found.stream().anyMatch(each -> isSame(each, address))
                ? Finding.ok(ITEM, "%s of %s is known as %s".formatted(name, label(), address))
                : Finding.fail(
                        ITEM,
                        "%s of %s resolves to %s, but the engine is at %s"
                                .formatted(
                                        name,
                                        label(),
                                        found.stream()
                                                .map(InetAddress::getHostAddress)
                                                .collect(Collectors.joining(", ")),
                                        address),
                        "if its game was not started again just now, correct the name server:"
                                + " docs/many-vms.md#names");
    }

    private static boolean isSame(InetAddress found, String address) {
        try {
            return found.equals(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}

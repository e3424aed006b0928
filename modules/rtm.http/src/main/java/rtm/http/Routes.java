package rtm.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import rtm.domain.overview.Overview;
import rtm.domain.port.RuntimeStore;
import rtm.domain.usecase.UseCases;
import rtm.http.console.NoPageEndpoint;
import rtm.http.console.PageEndpoint;
import rtm.http.console.TableEndpoint;
import rtm.http.endpoint.AcceptStateEndpoint;
import rtm.http.endpoint.AliveEndpoint;
import rtm.http.endpoint.AllOperationsEndpoint;
import rtm.http.endpoint.CleanupEndpoint;
import rtm.http.endpoint.DrainEndpoint;
import rtm.http.endpoint.Endpoint;
import rtm.http.endpoint.EventsEndpoint;
import rtm.http.endpoint.GameAnswers;
import rtm.http.endpoint.GatedEndpoint;
import rtm.http.endpoint.HealthEndpoint;
import rtm.http.endpoint.HistoryEndpoint;
import rtm.http.endpoint.ListEndpoint;
import rtm.http.endpoint.LogFollowers;
import rtm.http.endpoint.LogsEndpoint;
import rtm.http.endpoint.OpenApiEndpoint;
import rtm.http.endpoint.OperationsEndpoint;
import rtm.http.endpoint.OverviewEndpoint;
import rtm.http.endpoint.PatchEndpoint;
import rtm.http.endpoint.ReadEndpoint;
import rtm.http.endpoint.ReadyEndpoint;
import rtm.http.endpoint.RestartEndpoint;
import rtm.http.endpoint.StartEndpoint;
import rtm.http.endpoint.StatsEndpoint;
import rtm.http.endpoint.StatusEndpoint;
import rtm.http.endpoint.StopEndpoint;
import rtm.http.endpoint.StreamsEndpoint;
import rtm.http.endpoint.image.ImagesEndpoint;
import rtm.http.endpoint.image.PullImageEndpoint;
import rtm.http.endpoint.image.RemoveImageEndpoint;
import rtm.http.endpoint.node.CloseNodeEndpoint;
import rtm.http.endpoint.node.MoveGameEndpoint;
import rtm.http.endpoint.node.NodesEndpoint;
import rtm.http.endpoint.node.RetireNodeEndpoint;
import rtm.http.forward.ForwardedEndpoint;
import rtm.http.forward.Forwarding;
import rtm.http.forward.NamedNodeEndpoint;
import rtm.http.forward.OpenNodeEndpoint;
import rtm.http.message.Request;

/**
 * Every route there is.
 *
 * @param backend what they call
 * @param bound what limits the requests at work on all of them but the probes
 * @param console what the page for browsers may do
 * @param forwarding what passes requests on to other nodes
 */
record Routes(
        Backend backend,
        ConcurrencyLimit bound,
        ConsoleMode console,
        Optional<Forwarding> forwarding) {

    static final String STATUS = "/api/v1/internal/status";
    private static final String ALL = "/api/v1/internal/runtimes";
    private static final String IMAGES = "/api/v1/internal/images";
    private static final String STREAMS = "/api/v1/internal/streams";
    private static final String STATS = "/api/v1/internal/stats";
    private static final String EVENTS = "/api/v1/internal/events";
    private static final String NODES = "/api/v1/internal/nodes";
    private static final String ONE = ALL + "/" + Route.GAME;

    Router router() {
        return new Router(Stream.concat(consoleRoutes(), api().routes().stream()).toList());
    }

    /** Two routes on one path: the page, and the same as text for other clients. */
    private Stream<Route> consoleRoutes() {
        return switch (console) {
            case OFF -> Stream.of(Route.open("/", bound, new NoPageEndpoint()));
            case READ, ACT ->
                    Stream.of(
                            Route.page("/", bound, new PageEndpoint(console == ConsoleMode.ACT)),
                            read("/", new TableEndpoint(backend.overview())));
        };
    }

    private Router api() {
        RuntimeStore store = backend.store();
        UseCases useCases = backend.useCases();
        Overview overview = backend.overview();
        GameAnswers answers = new GameAnswers(overview.status().reading());
        return new Router(
                List.of(
                        Route.probe("/healthz", new AliveEndpoint()),
                        Route.probe(
                                "/readyz",
                                new ReadyEndpoint(
                                        () -> backend.refusal().get().or(overview.gate()::refusal),
                                        backend.checks())),
                        Route.of(
                                "POST",
                                STATUS + "/drain",
                                bound,
                                new DrainEndpoint(overview.gate(), overview.status(), true)),
                        Route.of(
                                "DELETE",
                                STATUS + "/drain",
                                bound,
                                new DrainEndpoint(overview.gate(), overview.status(), false)),
                        read(STATUS, new StatusEndpoint(overview.status())),
                        read(
                                ALL,
                                new ListEndpoint(store, overview.store()),
                                ListEndpoint.parameters()),
                        read(
                                "/api/v1/internal/overview",
                                new OverviewEndpoint(
                                        overview.store(), overview.pulls(), forwarding.isPresent()),
                                OverviewEndpoint.parameters()),
                        read(
                                "/api/v1/internal/operations",
                                new AllOperationsEndpoint(overview.store(), overview.pulls()),
                                AllOperationsEndpoint.parameters()),
                        read(
                                STATS,
                                forwarding
                                        .map(to ->
                                                new StatsEndpoint(
                                                        overview.stats(),
                                                        (games, disk, request) ->
                                                                to.stats(
                                                                        STATS, games, disk,
                                                                        request)))
                                        .orElseGet(() -> new StatsEndpoint(overview.stats())),
                                StatsEndpoint.GAMES,
                                StatsEndpoint.DISK),
                        read(
                                ONE + "/stats",
                                onNode(
                                        "GET",
                                        "/stats",
                                        _ -> true,
                                        new StatsEndpoint(overview.stats())),
                                StatsEndpoint.DISK),
                        read(
                                EVENTS,
                                named("GET", EVENTS, new EventsEndpoint(overview)),
                                EventsEndpoint.parameters()),
                        read(ONE, new ReadEndpoint(store)),
                        read(
                                ONE + "/operations",
                                new OperationsEndpoint(store),
                                OperationsEndpoint.LIMIT),
                        read(
                                ONE + "/health",
                                new HealthEndpoint(store, overview.store(), overview.killed())),
                        read(
                                ONE + "/history",
                                new HistoryEndpoint(backend.history()),
                                HistoryEndpoint.parameters()),
                        read(
                                ONE + "/logs",
                                onNode(
                                        "GET",
                                        "/logs",
                                        LogsEndpoint::needsContainer,
                                        new LogsEndpoint(
                                                backend.logs(),
                                                new LogFollowers(backend.output()))),
                                LogsEndpoint.parameters()),
                        read(
                                IMAGES,
                                named("GET", IMAGES, new ImagesEndpoint(backend.images())),
                                NamedNodeEndpoint.NODE),
                        Route.of(
                                "DELETE",
                                IMAGES,
                                bound,
                                named(
                                        "DELETE",
                                        IMAGES,
                                        new GatedEndpoint(
                                                backend.refusal(),
                                                new RemoveImageEndpoint(backend.images()))),
                                RemoveImageEndpoint.IMAGE,
                                NamedNodeEndpoint.NODE),
                        Route.of(
                                "POST",
                                IMAGES + "/pull",
                                bound,
                                named(
                                        "POST",
                                        IMAGES + "/pull",
                                        new GatedEndpoint(
                                                backend.refusal(),
                                                new PullImageEndpoint(
                                                        backend.images(),
                                                        overview.pulls(),
                                                        overview.pending()))),
                                NamedNodeEndpoint.NODE),
                        read(STREAMS, new StreamsEndpoint(backend.streams(), false)),
                        Route.of(
                                "POST",
                                STREAMS + "/trim",
                                bound,
                                new GatedEndpoint(
                                        backend.refusal(),
                                        new StreamsEndpoint(backend.streams(), true))),
                        read(NODES, new NodesEndpoint(backend.nodes()), NodesEndpoint.GAME),
                        node("/close", new CloseNodeEndpoint(backend.nodes())),
                        node(
                                "/open",
                                new OpenNodeEndpoint(forwarding, backend.nodes(), NODES + "/open"),
                                OpenNodeEndpoint.EMPTIED),
                        node(
                                "/retire",
                                new RetireNodeEndpoint(backend.nodes()),
                                RetireNodeEndpoint.FENCED),
                        Route.of(
                                "POST",
                                ONE + "/move",
                                bound,
                                new MoveGameEndpoint(backend.nodes(), new ReadEndpoint(store))),
                        read("/openapi.yaml", new OpenApiEndpoint()),
                        operation("POST", "/start", new StartEndpoint(useCases.startRuntime())),
                        operation(
                                "POST", "/stop", new StopEndpoint(useCases.stopRuntime(), answers)),
                        operation(
                                "POST",
                                "/restart",
                                new RestartEndpoint(useCases.restartRuntime(), answers)),
                        operation(
                                "POST",
                                "/patch",
                                new PatchEndpoint(useCases.patchRuntime(), answers)),
                        operation(
                                "DELETE",
                                "/container",
                                new CleanupEndpoint(useCases.cleanupContainer(), answers)),
                        operation(
                                "POST",
                                "/state/accept",
                                new AcceptStateEndpoint(useCases.acceptLostState()))));
    }

    private Route read(String path, Endpoint endpoint, String... parameters) {
        return Route.of("GET", path, bound, endpoint, parameters);
    }

    /** What each process has of its own, also of another one that the query names. */
    private Endpoint named(String method, String path, Endpoint endpoint) {
        return new NamedNodeEndpoint(forwarding, method, path, endpoint);
    }

    /** Any process answers it; PostgreSQL alone is changed. */
    private Route node(String path, Endpoint endpoint, String... parameters) {
        return Route.of("POST", NODES + path, bound, endpoint, parameters);
    }

    private Route operation(String method, String path, Endpoint endpoint) {
        return Route.of(
                method,
                ONE + path,
                bound,
                onNode(method, path, _ -> true, new GatedEndpoint(backend.refusal(), endpoint)));
    }

    /** The same, answered by the process of the node that holds the game. */
    private Endpoint onNode(
            String method, String path, Predicate<Request> needsNode, Endpoint endpoint) {
        return forwarding
                .<Endpoint>map(to ->
                        new ForwardedEndpoint(
                                to,
                                new Forwarding.Asked(method, ALL, path, path.equals("/start")),
                                needsNode,
                                endpoint))
                .orElse(endpoint);
    }
}

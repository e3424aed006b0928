package rtm.http;

import java.util.List;
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

/**
 * Every route there is.
 *
 * @param backend what they call
 * @param bound what limits the requests at work on all of them but the probes
 * @param console what the page for browsers may do
 */
record Routes(Backend backend, ConcurrencyLimit bound, ConsoleMode console) {

    private static final String STATUS = "/api/v1/internal/status";
    private static final String ALL = "/api/v1/internal/runtimes";
    private static final String IMAGES = "/api/v1/internal/images";
    private static final String STREAMS = "/api/v1/internal/streams";
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
        GameAnswers answers = new GameAnswers(overview.pending());
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
                                new OverviewEndpoint(overview.store(), overview.pulls()),
                                OverviewEndpoint.parameters()),
                        read(
                                "/api/v1/internal/operations",
                                new AllOperationsEndpoint(overview.store(), overview.pulls()),
                                AllOperationsEndpoint.parameters()),
                        read(
                                "/api/v1/internal/stats",
                                new StatsEndpoint(overview.stats()),
                                StatsEndpoint.GAMES,
                                StatsEndpoint.DISK),
                        read(
                                ONE + "/stats",
                                new StatsEndpoint(overview.stats()),
                                StatsEndpoint.DISK),
                        read(
                                "/api/v1/internal/events",
                                new EventsEndpoint(overview),
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
                                new LogsEndpoint(
                                        backend.logs(), new LogFollowers(backend.output())),
                                LogsEndpoint.parameters()),
                        read(IMAGES, new ImagesEndpoint(backend.images())),
                        Route.of(
                                "DELETE",
                                IMAGES,
                                bound,
                                new GatedEndpoint(
                                        backend.refusal(),
                                        new RemoveImageEndpoint(backend.images())),
                                RemoveImageEndpoint.IMAGE),
                        Route.of(
                                "POST",
                                IMAGES + "/pull",
                                bound,
                                new GatedEndpoint(
                                        backend.refusal(),
                                        new PullImageEndpoint(
                                                backend.images(),
                                                overview.pulls(),
                                                overview.pending()))),
                        read(STREAMS, new StreamsEndpoint(backend.streams(), false)),
                        Route.of(
                                "POST",
                                STREAMS + "/trim",
                                bound,
                                new GatedEndpoint(
                                        backend.refusal(),
                                        new StreamsEndpoint(backend.streams(), true))),
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

    private Route operation(String method, String path, Endpoint endpoint) {
        return Route.of(method, ONE + path, bound, new GatedEndpoint(backend.refusal(), endpoint));
    }
}

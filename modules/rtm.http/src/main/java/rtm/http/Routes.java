package rtm.http;

import java.util.List;
import rtm.http.endpoint.AcceptStateEndpoint;
import rtm.http.endpoint.AliveEndpoint;
import rtm.http.endpoint.CleanupEndpoint;
import rtm.http.endpoint.Endpoint;
import rtm.http.endpoint.GatedEndpoint;
import rtm.http.endpoint.HealthEndpoint;
import rtm.http.endpoint.ListEndpoint;
import rtm.http.endpoint.LogsEndpoint;
import rtm.http.endpoint.OpenApiEndpoint;
import rtm.http.endpoint.OperationsEndpoint;
import rtm.http.endpoint.PatchEndpoint;
import rtm.http.endpoint.Probes;
import rtm.http.endpoint.ReadEndpoint;
import rtm.http.endpoint.ReadyEndpoint;
import rtm.http.endpoint.RestartEndpoint;
import rtm.http.endpoint.RuntimeService;
import rtm.http.endpoint.StartEndpoint;
import rtm.http.endpoint.StopEndpoint;

/** Every route there is. */
final class Routes {

    private static final String ALL = "/api/v1/internal/runtimes";
    private static final String ONE = ALL + "/" + Route.GAME;

    private Routes() {}

    static Router of(RuntimeService runtimes, Probes probes, ConcurrencyLimit bound) {
        return new Router(
                List.of(
                        Route.probe("/healthz", new AliveEndpoint()),
                        Route.probe("/readyz", new ReadyEndpoint(probes)),
                        Route.of(
                                "GET", ALL, bound, new ListEndpoint(runtimes), ListEndpoint.STATUS),
                        Route.of("GET", ONE, bound, new ReadEndpoint(runtimes)),
                        Route.of(
                                "GET",
                                ONE + "/operations",
                                bound,
                                new OperationsEndpoint(runtimes),
                                OperationsEndpoint.LIMIT),
                        Route.of("GET", ONE + "/health", bound, new HealthEndpoint(runtimes)),
                        Route.of(
                                "GET",
                                ONE + "/logs",
                                bound,
                                new LogsEndpoint(runtimes),
                                LogsEndpoint.TAIL),
                        Route.of("GET", "/openapi.yaml", bound, new OpenApiEndpoint()),
                        operation("POST", "/start", bound, probes, new StartEndpoint(runtimes)),
                        operation("POST", "/stop", bound, probes, new StopEndpoint(runtimes)),
                        operation("POST", "/restart", bound, probes, new RestartEndpoint(runtimes)),
                        operation("POST", "/patch", bound, probes, new PatchEndpoint(runtimes)),
                        operation(
                                "DELETE",
                                "/container",
                                bound,
                                probes,
                                new CleanupEndpoint(runtimes)),
                        operation(
                                "POST",
                                "/state/accept",
                                bound,
                                probes,
                                new AcceptStateEndpoint(runtimes))));
    }

    private static Route operation(
            String method, String path, ConcurrencyLimit bound, Probes probes, Endpoint endpoint) {
        return Route.of(method, ONE + path, bound, new GatedEndpoint(probes, endpoint));
    }
}

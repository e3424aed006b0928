package rtm.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.text.PercentCode;

/** Finds the route of a request. */
record Router(List<Route> routes) {

    Router {
        routes = List.copyOf(routes);
    }

    /**
     * Looks up a route.
     *
     * @param rawPath the path as it came, still percent-encoded
     * @param page whether the caller asks for a page; where there is none, it gets what others get
     */
    RouteMatch match(String method, String rawPath, boolean page) {
        Optional<List<String>> path = segments(rawPath);
        if (path.isEmpty()) {
            return new RouteMatch.BrokenPath();
        }
        List<Route> there =
                routes.stream()
                        .filter(route -> route.leadsTo(path.get()) && route.suits(page))
                        .toList();
        if (there.isEmpty()) {
            return new RouteMatch.NoRoute();
        }
        return there.stream()
                .filter(route -> route.serves(method))
                .findFirst()
                .<RouteMatch>map(route -> new RouteMatch.Found(route, route.gameIdText(path.get())))
                .orElseGet(() -> wrongMethod(there));
    }

    private static RouteMatch wrongMethod(List<Route> there) {
        String allowed =
                there.stream()
                        .flatMap(route ->
                                route.method().equals("GET")
                                        ? Stream.of("GET", "HEAD")
                                        : Stream.of(route.method()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new RouteMatch.WrongMethod(allowed, there.getFirst().probe());
    }

    private static Optional<List<String>> segments(String rawPath) {
        String[] raw = rawPath.substring(rawPath.startsWith("/") ? 1 : 0).split("/", -1);
        try {
            return Optional.of(Stream.of(raw).map(PercentCode::decode).toList());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

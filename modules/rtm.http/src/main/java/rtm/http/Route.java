package rtm.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.http.endpoint.Endpoint;

/**
 * One route.
 *
 * @param method GET, which answers HEAD too, or another
 * @param segments of the path; {@link #GAME} stands for any game
 * @param parameters those of the query
 * @param kind who may call it, and how
 * @param bound what limits the requests at work on it
 * @param endpoint what answers
 */
record Route(
        String method,
        List<String> segments,
        Set<String> parameters,
        Kind kind,
        ConcurrencyLimit bound,
        Endpoint endpoint) {

    static final String GAME = "{game_id}";

    /** Who may call a route, and how. */
    enum Kind {
        /** Needs the token, if one is set. */
        CALL,
        /** Needs no token, and ignores the query. */
        PROBE,
        /** For browsers that ask for a page; needs no token, since it holds no data. */
        PAGE,
        /** Needs no token, since it holds no data. */
        OPEN
    }

    /** Probes are rare, and wait only for the dependencies' own deadlines. */
    private static final int PROBES_AT_ONCE = 16;

    static Route probe(String path, Endpoint endpoint) {
        return new Route(
                "GET",
                segments(path),
                Set.of(),
                Kind.PROBE,
                new ConcurrencyLimit(PROBES_AT_ONCE),
                endpoint);
    }

    static Route page(String path, ConcurrencyLimit bound, Endpoint endpoint) {
        return new Route("GET", segments(path), Set.of(), Kind.PAGE, bound, endpoint);
    }

    static Route open(String path, ConcurrencyLimit bound, Endpoint endpoint) {
        return new Route("GET", segments(path), Set.of(), Kind.OPEN, bound, endpoint);
    }

    static Route of(
            String method,
            String path,
            ConcurrencyLimit bound,
            Endpoint endpoint,
            String... parameters) {
        return new Route(method, segments(path), Set.of(parameters), Kind.CALL, bound, endpoint);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    boolean probe() {
        return kind == Kind.PROBE;
    }

    /** Whether it is for requests like this one; a path may have two routes. */
    boolean suits(boolean page) {
        return page || kind != Kind.PAGE;
    }

    boolean leadsTo(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean fits =
                    segments.get(i).equals(GAME)
                            ? !path.get(i).isEmpty()
                            : segments.get(i).equals(path.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    boolean serves(String requestMethod) {
        return method.equals(requestMethod)
                || (method.equals("GET") && requestMethod.equals("HEAD"));
    }

    Optional<String> gameIdText(List<String> path) {
        int at = segments.indexOf(GAME);
        return at < 0 ? Optional.empty() : Optional.of(path.get(at));
    }
}

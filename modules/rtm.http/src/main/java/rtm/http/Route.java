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
 * @param probe whether it is a probe: it needs no token, and unknown query parameters are ignored
 * @param bound what limits the requests at work on it
 * @param endpoint what answers
 */
record Route(
        String method,
        List<String> segments,
        Set<String> parameters,
        boolean probe,
        ConcurrencyLimit bound,
        Endpoint endpoint) {

    static final String GAME = "{game_id}";

    /** Probes are rare, and wait only for the dependencies' own deadlines. */
    private static final int PROBES_AT_ONCE = 16;

    static Route probe(String path, Endpoint endpoint) {
        return new Route(
                "GET",
                segments(path),
                Set.of(),
                true,
                new ConcurrencyLimit(PROBES_AT_ONCE),
                endpoint);
    }

    static Route of(
            String method,
            String path,
            ConcurrencyLimit bound,
            Endpoint endpoint,
            String... parameters) {
        return new Route(method, segments(path), Set.of(parameters), false, bound, endpoint);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
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

package rtm.http;

import java.util.Optional;

/** The router's result for a method and a path. */
sealed interface RouteMatch {

    /**
     * There is such a route.
     *
     * @param route the route
     * @param gameIdText what stands in the path for the game
     */
    record Found(Route route, Optional<String> gameIdText) implements RouteMatch {}

    /**
     * The path is known, the method is not.
     *
     * @param allowed the methods of that path, as the Allow header lists them
     * @param probe whether it is a probe's path
     */
    record WrongMethod(String allowed, boolean probe) implements RouteMatch {}

    /** No route has this path. */
    record NoRoute() implements RouteMatch {}

    /** The path is not valid percent-encoding. */
    record BrokenPath() implements RouteMatch {}

    /** Whether it is a probe's path, whatever the method. */
    default boolean isProbe() {
        return switch (this) {
            case Found(Route route, _) -> route.probe();
            case WrongMethod(_, boolean probe) -> probe;
            case NoRoute _, BrokenPath _ -> false;
        };
    }

    /** The path with a place for the game, where the path is known. */
    default Optional<String> template() {
        return switch (this) {
            case Found(Route route, _) -> Optional.of("/" + String.join("/", route.segments()));
            case WrongMethod _, NoRoute _, BrokenPath _ -> Optional.empty();
        };
    }

    /** Whether a caller needs no token. */
    default boolean open() {
        return switch (this) {
            case Found(Route route, _) -> route.kind() != Route.Kind.CALL;
            case WrongMethod(_, boolean probe) -> probe;
            case NoRoute _, BrokenPath _ -> false;
        };
    }
}

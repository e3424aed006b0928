package rtm.http.endpoint;

import java.util.Optional;
import java.util.Set;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeStatus;
import rtm.http.message.Query;
import rtm.http.message.WireField;

/** The parameters by which a request selects games and a page of them. */
public final class GameQuery {

    static final String STATUS = "status";
    static final String HEALTH = "health";
    static final String IMAGE = "image";
    static final String LIMIT = "limit";
    static final String AFTER = "after";

    static final int MOST = 1000;

    private GameQuery() {}

    static Optional<RuntimeStatus> status(Query query) {
        return query.value(STATUS)
                .map(text -> WireField.require(RuntimeStatus.class, STATUS, text));
    }

    /**
     * The games that a request selects.
     *
     * @param usual the statuses, unless the request names one; then also lost games
     */
    static GameFilter filter(Query query, Set<RuntimeStatus> usual) {
        return new GameFilter(
                status(query).map(Set::of).orElse(usual),
                query.value(HEALTH)
                        .map(text -> WireField.require(HealthStatus.class, HEALTH, text)),
                query.value(IMAGE).orElse(""),
                status(query).isEmpty());
    }

    /** The game after which a page begins. */
    static Optional<GameId> after(Query query) {
        return game(query, AFTER);
    }

    /** A game that a parameter names. */
    public static Optional<GameId> game(Query query, String name) {
        return query.value(name)
                .map(text ->
                        GameId.parse(text)
                                .orElseThrow(() ->
                                        new OperationException(
                                                ErrorCode.INVALID_REQUEST,
                                                name + " must be a game_id")));
    }
}

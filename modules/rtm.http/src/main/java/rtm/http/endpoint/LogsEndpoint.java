package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.usecase.EngineLogs;
import rtm.http.message.Answer;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** What a game's engine wrote last, what it writes, or what the one that ended last wrote. */
public record LogsEndpoint(EngineLogs logs, LogFollowers followers) implements Endpoint {

    private static final String TAIL = "tail";
    private static final String PREVIOUS = "previous";
    private static final String FOLLOW = "follow";
    private static final int USUAL = 200;
    private static final int MOST = 10_000;
    private static final int MOST_BEFORE_FOLLOWING = 1_000;

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {TAIL, PREVIOUS, FOLLOW};
    }

    /** Whether only the machine that has the container can answer; kept output is PostgreSQL's. */
    public static boolean needsContainer(Request request) {
        return !request.query().flag(PREVIOUS, false);
    }

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        Query query = request.query();
        int lines = query.number(TAIL, USUAL, MOST);
        boolean previous = query.flag(PREVIOUS, false);
        if (query.flag(FOLLOW, false)) {
            if (previous) {
                throw new OperationException(
                        ErrorCode.INVALID_REQUEST, "an engine that ended cannot be followed");
            }
            return Answer.events(
                    followers.follow(
                            logs.container(gameId), Math.min(lines, MOST_BEFORE_FOLLOWING)));
        }
        return Answer.text(previous ? logs.previous(gameId, lines) : logs.tail(gameId, lines));
    }
}

package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.EngineLogs;
import rtm.http.message.Answer;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** What a game's engine wrote last, or the engine before it, as plain text. */
public record LogsEndpoint(EngineLogs logs) implements Endpoint {

    private static final String TAIL = "tail";
    private static final String PREVIOUS = "previous";
    private static final int USUAL = 200;
    private static final int MOST = 10_000;

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {TAIL, PREVIOUS};
    }

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        Query query = request.query();
        int lines = query.number(TAIL, USUAL, MOST);
        return Answer.text(
                query.flag(PREVIOUS, false)
                        ? logs.previous(gameId, lines)
                        : logs.tail(gameId, lines));
    }
}

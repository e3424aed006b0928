package rtm.http.endpoint;

import rtm.domain.model.GameId;
import rtm.domain.usecase.EngineLogs;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** What a game's engine wrote last, as plain text. */
public record LogsEndpoint(EngineLogs logs) implements Endpoint {

    public static final String TAIL = "tail";
    private static final int USUAL = 200;
    private static final int MOST = 10_000;

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        return Answer.text(logs.tail(gameId, request.query().number(TAIL, USUAL, MOST)));
    }
}

package rtm.http.endpoint;

import java.util.List;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationEntry;
import rtm.domain.port.RuntimeStore;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * A game's rows of the operation log, newest first. A first start that failed leaves rows and no
 * record; such a game is known here all the same.
 */
public record OperationsEndpoint(RuntimeStore store) implements Endpoint {

    public static final String LIMIT = "limit";
    private static final int USUAL = 50;
    private static final int MOST = 500;

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        int limit = request.query().number(LIMIT, USUAL, MOST);
        List<OperationEntry> entries = store.operations(gameId, limit);
        if (entries.isEmpty() && store.find(gameId).isEmpty()) {
            return ErrorAnswer.of(ErrorCode.NOT_FOUND, "no operation on game " + gameId);
        }
        return Answer.ok(
                JsonObjectWriter.object(
                        json -> json.objects("items", entries, OperationJson::write)));
    }
}

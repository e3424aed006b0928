package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.port.RuntimeStore;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/**
 * A game's rows of the operation log, newest first, except those that cannot be read. A first start
 * that failed leaves rows and no record; such a game is known here all the same.
 */
public record OperationsEndpoint(RuntimeStore store) implements Endpoint {

    public static final String LIMIT = "limit";
    private static final int USUAL = 50;
    private static final int MOST = 500;

    /** About 50 KB of text, or 150 KB if every row has the longest message. */
    private static final int PART = 50;

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        Operations operations =
                new Operations(store, gameId, request.query().number(LIMIT, USUAL, MOST));
        Answer answer = ItemParts.answer(operations, OperationJson::write);
        if (operations.none && store.find(gameId).isEmpty()) {
            return ErrorAnswer.of(ErrorCode.NOT_FOUND, "no operation on game " + gameId);
        }
        return answer;
    }

    /** Reads the rows a part at a time. */
    private static final class Operations implements ItemParts.Source<OperationEntry> {
        private final RuntimeStore store;
        private final GameId gameId;
        private int left;
        private Optional<Long> before = Optional.empty();
        private boolean none = true;

        Operations(RuntimeStore store, GameId gameId, int most) {
            this.store = store;
            this.gameId = gameId;
            this.left = most;
        }

        @Override
        public ItemParts.Items<OperationEntry> next() {
            int most = Math.min(left, PART);
            OperationChunk chunk = store.operations(gameId, before, most);
            left -= most;
            before = chunk.next();
            none = none && chunk.entries().isEmpty();
            return new ItemParts.Items<>(chunk.entries(), before.isEmpty() || left == 0);
        }
    }
}

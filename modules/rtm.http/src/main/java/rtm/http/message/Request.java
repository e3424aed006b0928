package rtm.http.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.model.Origin;

/**
 * A request as the endpoints see it.
 *
 * @param gameIdText what stands in the path for the game; empty on routes without a game
 * @param query the parameters that the route has
 * @param origin who asks
 * @param contentTypes the Content-Type headers as they came
 * @param contentEncoding the Content-Encoding as it came
 * @param lastEventId the position from which a reader of events continues
 * @param carried what another node needs too
 * @param body all of it
 */
public record Request(
        Optional<String> gameIdText,
        Query query,
        Origin.Call origin,
        List<String> contentTypes,
        Optional<String> contentEncoding,
        Optional<String> lastEventId,
        Carried carried,
        ByteBuffer body) {

    /**
     * The headers that matter only where another node answers.
     *
     * @param authorization how the caller was let in
     * @param forwardedBy the node that forwarded it, if one did
     * @param trace the headers of its trace, by name
     */
    public record Carried(
            Optional<String> authorization,
            Optional<String> forwardedBy,
            Map<String, String> trace) {

        /** Keeps its own copy. */
        public Carried {
            trace = Map.copyOf(trace);
        }
    }

    /**
     * The game that the path names.
     *
     * @throws OperationException {@code invalid_request} if that is no game id
     */
    public GameId gameId() {
        return gameIdText
                .flatMap(GameId::parse)
                .orElseThrow(() ->
                        new OperationException(
                                ErrorCode.INVALID_REQUEST,
                                "the path holds no valid game_id: 1 to 51 letters, digits"
                                        + " or inner hyphens are expected"));
    }
}

package rtm.http.forward;

import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.rule.Placement;
import rtm.http.client.NodeClient;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/**
 * How a process says, to the one that chose its node for a new game, that the node has no room, and
 * that nothing was done: the game may be started on another node. Only between nodes.
 */
final class NoRoom {

    private static final String HEADER = NodeClient.NO_ROOM;

    private NoRoom() {}

    /** The answer; it says so if there is no room. */
    static Answer said(Request request, Endpoint behind) throws InterruptedException {
        try {
            return behind.answer(request);
        } catch (DependencyUnavailableException away) {
            if (!Placement.isNoRoom(away)) {
                throw away;
            }
            return ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, away.text()).with(HEADER, "true");
        }
    }

    static boolean isSaidBy(Answer answer) {
        return answer.headers().containsKey(HEADER);
    }
}

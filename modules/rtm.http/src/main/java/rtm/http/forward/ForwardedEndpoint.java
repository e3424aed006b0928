package rtm.http.forward;

import java.util.function.Predicate;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/**
 * Answers what is about a game of this node, and passes the rest on.
 *
 * @param forwarding what passes requests on
 * @param asked what is asked of the other node
 * @param needsNode whether only the game's node can answer a request
 * @param behind what answers here
 */
public record ForwardedEndpoint(
        Forwarding forwarding,
        Forwarding.Asked asked,
        Predicate<Request> needsNode,
        Endpoint behind)
        implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        return needsNode.test(request)
                ? forwarding.answer(asked, request, behind)
                : behind.answer(request);
    }
}

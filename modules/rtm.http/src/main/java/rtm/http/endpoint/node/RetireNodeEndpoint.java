package rtm.http.endpoint.node;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.domain.node.GiveUpNode;
import rtm.domain.node.ManageNodes;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.NodeJson;
import rtm.http.message.Request;

/** Gives a node up, on the word of an operator that its machine is off. */
public record RetireNodeEndpoint(ManageNodes nodes) implements Endpoint {

    public static final String FENCED = "fenced";

    @Override
    public Answer answer(Request request) throws InterruptedException {
        String name = JsonBody.onlyText(request, CloseNodeEndpoint.NODE);
        if (!request.query().flag(FENCED, false)) {
            throw new OperationException(
                    ErrorCode.INVALID_REQUEST,
                    "a node is given up only with fenced=true, which says that its machine is off"
                            + " and stays off: engines that still run there would run twice");
        }
        GiveUpNode.Settled settled = nodes.retire(name, request.origin().source());
        return Answer.ok(
                JsonObjectWriter.object(json -> {
                    NodeJson.identity(json, settled.node());
                    json.number("games", settled.games())
                            .number("operations", settled.operations())
                            .flag("more", settled.more());
                }));
    }
}

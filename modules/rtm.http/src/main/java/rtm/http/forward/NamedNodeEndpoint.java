package rtm.http.forward;

import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/**
 * Answers for the node that the query names, for what each process has of its own; without a name
 * for this one.
 *
 * @param forwarding asks other nodes; empty where there is one only
 * @param behind answers for this process
 */
public record NamedNodeEndpoint(
        Optional<Forwarding> forwarding, String method, String path, Endpoint behind)
        implements Endpoint {

    public static final String NODE = "node";

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Optional<String> name = request.query().value(NODE);
        if (name.isEmpty() || request.carried().forwardedBy().isPresent()) {
            return behind.answer(request);
        }
        return forwarding
                .orElseThrow(() ->
                        new OperationException(ErrorCode.INVALID_REQUEST, "there is one node only"))
                .answer(name.get(), method, path, request, behind);
    }
}

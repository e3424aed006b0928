package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** Tells whether every dependency answers now. */
public record ReadyEndpoint(Probes probes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return probes.unreadiness()
                .map(problem -> ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, problem))
                .orElseGet(() ->
                        Answer.ok(JsonObjectWriter.object(json -> json.text("status", "ready"))));
    }
}

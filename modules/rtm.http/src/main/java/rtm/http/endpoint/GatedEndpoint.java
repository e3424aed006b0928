package rtm.http.endpoint;

import rtm.domain.model.ErrorCode;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/** Lets requests through only while operations are taken. */
public record GatedEndpoint(Probes probes, Endpoint behind) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return probes.refusal()
                .map(reason -> ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, reason))
                .orElseGet(() -> behind.answer(request));
    }
}

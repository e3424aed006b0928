package rtm.http.endpoint;

import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.ErrorCode;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/** Lets requests through only while operations are taken. */
public record GatedEndpoint(Supplier<Optional<String>> refusal, Endpoint behind)
        implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Optional<String> reason = refusal.get();
        return reason.isEmpty()
                ? behind.answer(request)
                : ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, reason.get());
    }
}

package rtm.http;

import rtm.domain.model.ErrorCode;

/** Lets requests through only while operations are taken. */
record GatedEndpoint(Probes probes, Endpoint behind) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return probes.refusal()
                .map(reason -> ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, reason))
                .orElseGet(() -> behind.answer(request));
    }
}

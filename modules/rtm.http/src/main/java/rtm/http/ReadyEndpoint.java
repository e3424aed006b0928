package rtm.http;

import rtm.domain.model.ErrorCode;

/** Tells whether every dependency answers now. */
record ReadyEndpoint(Probes probes) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return probes.unreadiness()
                .map(problem -> ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, problem))
                .orElseGet(() -> Answer.ok(Json.object(json -> json.text("status", "ready"))));
    }
}

package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.Drain;
import rtm.domain.model.WireName;
import rtm.domain.overview.StartGate;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * Starts or ends a drain.
 *
 * @param gate what is opened or closed
 * @param starts whether a drain starts, or ends
 */
public record DrainEndpoint(StartGate gate, boolean starts) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        JsonBody.requireNothing(request);
        if (starts) {
            return of(Optional.of(gate.drain(request.origin().source())));
        }
        gate.endDrain(request.origin().source());
        return of(Optional.empty());
    }

    private static Answer of(Optional<Drain> drain) {
        return Answer.ok(JsonObjectWriter.object(json -> write(json, drain)));
    }

    static void write(JsonObjectWriter json, Optional<Drain> drain) {
        json.flag("draining", drain.isPresent())
                .time("since", drain.map(Drain::since))
                .text("op_source", drain.map(Drain::source).map(WireName::wire));
    }
}

package rtm.http.endpoint;

import java.util.Optional;
import rtm.domain.model.Drain;
import rtm.domain.model.OperationSource;
import rtm.domain.model.WireName;
import rtm.domain.overview.StartGate;
import rtm.domain.overview.StatusReport;
import rtm.http.message.Answer;
import rtm.http.message.JsonBody;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * Starts or ends a drain.
 *
 * @param gate what is opened or closed
 * @param status must not show what counted before
 * @param starts whether a drain starts, or ends
 */
public record DrainEndpoint(StartGate gate, StatusReport status, boolean starts)
        implements Endpoint {

    @Override
    public Answer answer(Request request) {
        JsonBody.requireNothing(request);
        Optional<Drain> drain = changed(request.origin().source());
        status.forgetStore();
        return Answer.ok(JsonObjectWriter.object(json -> write(json, drain)));
    }

    private Optional<Drain> changed(OperationSource source) {
        if (starts) {
            return Optional.of(gate.drain(source));
        }
        gate.endDrain(source);
        return Optional.empty();
    }

    static void write(JsonObjectWriter json, Optional<Drain> drain) {
        json.flag("draining", drain.isPresent())
                .time("since", drain.map(Drain::since))
                .text("op_source", drain.map(Drain::source).map(WireName::wire));
    }
}

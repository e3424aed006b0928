package rtm.http;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;

/** All records, or those of one status. */
record ListEndpoint(RuntimeService runtimes) implements Endpoint {

    static final String STATUS = "status";

    @Override
    public Answer answer(Request request) {
        Optional<RuntimeStatus> status =
                request.query()
                        .value(STATUS)
                        .map(text -> WireField.require(RuntimeStatus.class, STATUS, text));
        List<RuntimeRecord> records = runtimes.list(status);
        return Answer.ok(Json.object(json -> json.objects("items", records, RecordJson::write)));
    }
}

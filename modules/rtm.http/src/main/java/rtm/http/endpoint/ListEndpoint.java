package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;
import rtm.http.message.WireField;

/** All records, or those of one status. */
public record ListEndpoint(RuntimeStore store) implements Endpoint {

    public static final String STATUS = "status";

    @Override
    public Answer answer(Request request) {
        Optional<RuntimeStatus> status =
                request.query()
                        .value(STATUS)
                        .map(text -> WireField.require(RuntimeStatus.class, STATUS, text));
        List<RuntimeRecord> records = store.list(status);
        return Answer.ok(
                JsonObjectWriter.object(json -> json.objects("items", records, RecordJson::write)));
    }
}

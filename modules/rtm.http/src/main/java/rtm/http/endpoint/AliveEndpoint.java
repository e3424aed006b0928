package rtm.http.endpoint;

import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** Reports that the listener is alive, and asks nothing else. */
public record AliveEndpoint() implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return Answer.ok(JsonObjectWriter.object(json -> json.text("status", "ok")));
    }
}

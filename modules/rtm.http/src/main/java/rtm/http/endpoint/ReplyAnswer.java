package rtm.http.endpoint;

import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;

/** The answer to an operation. */
final class ReplyAnswer {

    private ReplyAnswer() {}

    static Answer of(Reply reply) {
        return switch (reply) {
            case Reply.Success(var runtime) ->
                    Answer.ok(JsonObjectWriter.object(json -> RecordJson.write(json, runtime)));
            case Reply.Failure(var code, var message) -> ErrorAnswer.of(code, message);
        };
    }
}

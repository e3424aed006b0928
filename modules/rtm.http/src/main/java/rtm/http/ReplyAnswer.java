package rtm.http;

/** The answer to an operation. */
final class ReplyAnswer {

    private ReplyAnswer() {}

    static Answer of(Reply reply) {
        return switch (reply) {
            case Reply.Success(var runtime) ->
                    Answer.ok(Json.object(json -> RecordJson.write(json, runtime)));
            case Reply.Failure(var code, var message) -> ErrorAnswer.of(code, message);
        };
    }
}

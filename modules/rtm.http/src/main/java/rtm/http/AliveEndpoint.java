package rtm.http;

/** Tells that the listener is alive, and asks nobody. */
record AliveEndpoint() implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return Answer.ok(Json.object(json -> json.text("status", "ok")));
    }
}

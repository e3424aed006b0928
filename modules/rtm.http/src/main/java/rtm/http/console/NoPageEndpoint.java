package rtm.http.console;

import rtm.domain.model.ErrorCode;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.Request;

/** Stands for the page where it is switched off, so that nobody is asked for a token first. */
public record NoPageEndpoint() implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return ErrorAnswer.of(ErrorCode.NOT_FOUND, "the console is off (RTMANAGER_CONSOLE)");
    }
}

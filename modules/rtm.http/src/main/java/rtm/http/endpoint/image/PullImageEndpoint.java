package rtm.http.endpoint.image;

import rtm.domain.image.ImageStock;
import rtm.domain.rule.PullWords;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Pulls an image, and shows the progress as server-sent events. */
public record PullImageEndpoint(ImageStock stock, PullWords pulls) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return Answer.events(new PullEvents(stock, pulls, ImageField.of(request)));
    }
}

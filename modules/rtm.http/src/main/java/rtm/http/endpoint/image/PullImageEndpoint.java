package rtm.http.endpoint.image;

import java.util.Optional;
import rtm.domain.image.ImageStock;
import rtm.domain.model.ImageReference;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.PullWords;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.ImageField;
import rtm.http.message.Request;

/** Pulls an image, and shows the progress as server-sent events. */
public record PullImageEndpoint(ImageStock stock, PullWords pulls, PendingWork pending)
        implements Endpoint {

    @Override
    public Answer answer(Request request) {
        ImageReference image = ImageField.of(request);
        PendingWork.Work work =
                new PendingWork.Work(
                        PendingWork.Kind.PULL,
                        Optional.empty(),
                        Optional.of(image.value()),
                        request.origin().source());
        return Answer.events(new PullEvents(stock, pulls, image, () -> pending.add(work)));
    }
}

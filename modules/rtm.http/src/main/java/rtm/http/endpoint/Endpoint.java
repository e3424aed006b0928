package rtm.http.endpoint;

import rtm.http.message.Answer;
import rtm.http.message.Request;

/** What answers a route. Runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request.
     *
     * @throws rtm.domain.model.OperationException answered by its code
     * @throws rtm.domain.model.OwnershipLostException answered as a conflict
     * @throws rtm.domain.model.DependencyUnavailableException answered as unavailable
     * @throws InterruptedException answered as unavailable, since the service is stopping
     */
    Answer answer(Request request) throws InterruptedException;
}

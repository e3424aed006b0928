package rtm.http.endpoint;

import rtm.domain.overview.StatusReport;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** The state of the service at a glance. Another process is told only what this one knows. */
public record StatusEndpoint(StatusReport report) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        boolean asked = request.carried().forwardedBy().isPresent();
        return Answer.ok(StatusJson.of(asked ? report.tell() : report.read()));
    }
}

package rtm.http.endpoint;

import rtm.domain.overview.StatusReport;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** The state of the service at a glance. */
public record StatusEndpoint(StatusReport report) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        return Answer.ok(StatusJson.of(report.read()));
    }
}

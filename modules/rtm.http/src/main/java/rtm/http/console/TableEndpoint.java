package rtm.http.console;

import java.nio.ByteBuffer;
import rtm.domain.overview.Overview;
import rtm.domain.overview.ServiceStatus;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** What the page shows, as plain text: the service in a few lines, then the games. */
public record TableEndpoint(Overview overview) implements Endpoint {

    @Override
    public Answer answer(Request request) throws InterruptedException {
        ServiceStatus status = overview.status().read();
        GameRows rows =
                new GameRows(
                        overview.store(),
                        OpenWork.read(status, overview.store()),
                        status.causes().hideHealth());
        ByteBuffer first = rows.first(HeadLines.of(status));
        Answer answer = rows.ended() ? Answer.text(first) : Answer.text(first, rows);
        return answer.with("Vary", "Accept");
    }
}

package rtm.http.console;

import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/**
 * The page. It is one document without data: nothing that it needs is on another path, so a page
 * that is open during an upgrade never mixes two versions.
 *
 * @param acts whether it offers operations
 */
public record PageEndpoint(boolean acts) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        Page page = Page.instance();
        return Answer.html(page.html(acts))
                .with("Content-Security-Policy", page.policy())
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store")
                .with("Vary", "Accept");
    }
}

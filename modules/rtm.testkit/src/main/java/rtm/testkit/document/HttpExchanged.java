package rtm.testkit.document;

import java.util.Map;

/**
 * One request and its answer, as they were sent.
 *
 * @param method of the request
 * @param target path and query
 * @param requestBody as text; empty without a body
 * @param status of the answer
 * @param headers of the answer, by lower-case name
 * @param body of the answer, as text
 */
public record HttpExchanged(
        String method,
        String target,
        String requestBody,
        int status,
        Map<String, String> headers,
        String body) {

    /** Keeps its own copy of the headers. */
    public HttpExchanged {
        headers = Map.copyOf(headers);
    }
}

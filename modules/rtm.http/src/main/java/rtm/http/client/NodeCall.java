package rtm.http.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A question to the process of another node.
 *
 * @param method the method
 * @param base where that process answers
 * @param target the path and the query, encoded
 * @param headers by name
 * @param body all of it; empty for none
 */
public record NodeCall(
        String method, URI base, String target, Map<String, String> headers, ByteBuffer body) {

    /** Keeps its own copy of the headers. */
    public NodeCall {
        headers = Map.copyOf(headers);
    }

    URI url() {
        return URI.create(base.toString().replaceFirst("/+$", "") + target);
    }

    boolean reads() {
        return method.equals("GET");
    }
}

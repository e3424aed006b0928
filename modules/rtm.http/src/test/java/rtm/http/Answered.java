package rtm.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it stood on the wire.
 *
 * @param status the status code
 * @param headers by lower-case name
 * @param body as text
 */
record Answered(int status, Map<String, List<String>> headers, String body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /** The code in the envelope, which must be one. */
    String code() {
        return inEnvelope("code");
    }

    String message() {
        return inEnvelope("message");
    }

    private String inEnvelope(String field) {
        var matcher =
                java.util.regex.Pattern.compile(
                                "\\{\"error\":\\{\"code\":\"(?<code>[a-z_]+)\",\"message\":\"(?<message>.*)\"}}")
                        .matcher(body);
        if (!matcher.matches()) {
            throw new AssertionError("no envelope: " + this);
        }
        return matcher.group(field);
    }
}

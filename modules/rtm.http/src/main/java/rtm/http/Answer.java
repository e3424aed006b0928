package rtm.http;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is sent back.
 *
 * @param status the status code
 * @param body JSON
 * @param headers those that are not the same for every answer
 */
record Answer(int status, ByteBuffer body, Map<String, String> headers) {

    static Answer ok(ByteBuffer body) {
        return new Answer(HttpStatus.OK, body, Map.of());
    }

    Answer with(String header, String value) {
        Map<String, String> all =
                Stream.concat(headers.entrySet().stream(), Stream.of(Map.entry(header, value)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Answer(status, body, all);
    }
}

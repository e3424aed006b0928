package rtm.main.client.call;

import java.util.Optional;

/**
 * An event of a stream of the service.
 *
 * @param id from which the stream can be continued; empty if it has none
 * @param name its kind
 * @param data JSON
 */
public record ServerEvent(Optional<String> id, String name, String data) {

    /** The fields of its data. */
    public Fields fields() {
        return AnswerReader.object(data);
    }
}

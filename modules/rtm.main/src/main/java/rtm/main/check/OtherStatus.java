package rtm.main.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.port.JobBacklog;

/**
 * What is read of the status of another node's process. Earlier versions do not say all of it.
 *
 * @param version of its program
 * @param redis where its streams are
 */
record OtherStatus(Optional<String> version, Optional<JobBacklog.Place> redis) {

    private static final JsonFactory JSON = new JsonFactory();

    /** As far as the answer can be read. */
    static OtherStatus read(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        Optional<String> version = Optional.empty();
        Optional<JobBacklog.Place> redis = Optional.empty();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (name.equals("version") && value == JsonToken.VALUE_STRING) {
                        version = Optional.of(parser.getText());
                    } else if (name.equals("redis") && value == JsonToken.START_OBJECT) {
                        redis = Optional.of(place(parser));
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException unreadable) {
            return new OtherStatus(version, redis);
        }
        return new OtherStatus(version, redis);
    }

    private static JobBacklog.Place place(JsonParser parser) throws IOException {
        Optional<String> server = Optional.empty();
        int database = 0;
        List<String> streams = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("run_id") && value == JsonToken.VALUE_STRING) {
                server = Optional.of(parser.getText());
            } else if (name.equals("database") && value == JsonToken.VALUE_NUMBER_INT) {
                database = parser.getIntValue();
            } else if (name.equals("streams") && value == JsonToken.START_ARRAY) {
                streams = texts(parser);
            } else {
                parser.skipChildren();
            }
        }
        return new JobBacklog.Place(server, database, streams);
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(parser.getText());
        }
        return texts;
    }
}

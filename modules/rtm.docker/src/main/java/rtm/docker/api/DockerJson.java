package rtm.docker.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads JSON as trees and tokens, never into own classes: those of a named module are closed to
 * reflection.
 */
public final class DockerJson {

    /**
     * Each call has its own thread, so buffers kept for the next call would only waste memory. Only
     * the response closes a stream: closing the stream itself reads it to its end, and an event
     * stream has no end.
     */
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .build()
                                    .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE))
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DockerJson() {}

    /**
     * Reads a complete text.
     *
     * @throws IOException if it is not JSON
     */
    public static JsonNode read(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** Reads token by token; long strings are clipped. */
    public static JsonParser parser(InputStream stream) throws IOException {
        return MAPPER.createParser(new ClippedStrings(stream));
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}

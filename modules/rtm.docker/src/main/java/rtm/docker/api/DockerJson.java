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
 * Reads JSON as trees and tokens, never into classes of ours: in a named module those are closed to
 * reflection.
 */
public final class DockerJson {

    /**
     * Each call has a thread of its own, so that buffers kept for the next one would only lie
     * about. A stream is closed by its response: to close it alone reads it to its end, which an
     * event stream has none of.
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
     * A whole text.
     *
     * @throws IOException if it is no JSON
     */
    public static JsonNode read(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** Reads token by token; of strings only the beginning is kept. */
    public static JsonParser parser(InputStream stream) throws IOException {
        return MAPPER.createParser(new ClippedStrings(stream));
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}

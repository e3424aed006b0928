package rtm.docker.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
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

    /** The most tokens of a text that is read as a tree. */
    static final long MOST_TOKENS = 200_000;

    private static final ObjectMapper STREAMS = mapper(StreamReadConstraints.defaults());

    /**
     * An empty object takes two bytes of text and fifty times as much memory, so the bound of a
     * text bounds no tree. The answer about a container with 10,000 labels has 20,000 tokens.
     */
    private static final ObjectMapper TREES =
            mapper(StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build());

    private DockerJson() {}

    /**
     * Each call has its own thread, so buffers kept for the next call would only waste memory. Only
     * the response closes a stream: closing the stream itself reads it to its end, and an event
     * stream has no end.
     */
    private static ObjectMapper mapper(StreamReadConstraints constraints) {
        return new ObjectMapper(
                        JsonFactory.builder()
                                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                .streamReadConstraints(constraints)
                                .build()
                                .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * Reads a complete text.
     *
     * @throws IOException if it is not JSON, or has too many tokens
     */
    public static JsonNode read(byte[] text) throws IOException {
        return TREES.readTree(text);
    }

    /** Reads token by token; long strings are clipped. */
    public static JsonParser parser(InputStream stream) throws IOException {
        return STREAMS.createParser(new ClippedStrings(stream));
    }

    public static ObjectNode object() {
        return TREES.createObjectNode();
    }
}

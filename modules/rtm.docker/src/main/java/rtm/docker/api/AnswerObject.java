package rtm.docker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;

/** The object that an answer of Docker is; its size is bounded. */
public final class AnswerObject {

    /** The maximum length of an answer in bytes, after its strings are clipped. */
    public static final int LONGEST = 4 * 1024 * 1024;

    private AnswerObject() {}

    /** Reads an answer that must be an object, and closes it. */
    static JsonNode of(Response answer) throws IOException {
        try (answer) {
            if (answer.getStatusCode() != 200) {
                throw RawRefusal.of(answer);
            }
            return object(answer.getBody());
        }
    }

    /**
     * Reads an answer that must be an object.
     *
     * @throws UnreadableAnswerException if it is not an object or is too long
     * @throws IOException if it is incomplete
     */
    public static JsonNode object(InputStream body) throws IOException {
        byte[] text = new ClippedStrings(body).readNBytes(LONGEST + 1);
        if (text.length > LONGEST) {
            throw new UnreadableAnswerException(
                    "it is longer than %d MiB".formatted(LONGEST >> 20), null);
        }
        JsonNode answer;
        try {
            answer = DockerJson.read(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswerException(DockerMessages.oneLine(e.getOriginalMessage()), e);
        }
        if (!answer.isObject()) {
            throw new UnreadableAnswerException("it is not an object", null);
        }
        return answer;
    }
}

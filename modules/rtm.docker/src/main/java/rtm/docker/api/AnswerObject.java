package rtm.docker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Semaphore;

/** The object that an answer of Docker is; its size is bounded. */
public final class AnswerObject {

    /** The maximum length of an answer in bytes, after its strings are clipped. */
    public static final int LONGEST = 4 * 1024 * 1024;

    /** Up to this length, answers are read beside each other. */
    static final int SHORT = 64 * 1024;

    /**
     * Many long answers at once would not fit into memory, though each of them does: the rest of a
     * long one waits for its turn. Only a container with far too many labels has one.
     */
    private static final Semaphore LONG_ONE = new Semaphore(1, true);

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
        InputStream clipped = new ClippedStrings(body);
        byte[] beginning = clipped.readNBytes(SHORT);
        return beginning.length < SHORT ? object(beginning) : inTurn(beginning, clipped);
    }

    private static JsonNode inTurn(byte[] beginning, InputStream rest) throws IOException {
        try {
            LONG_ONE.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
        try {
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(beginning), rest);
            return object(whole.readNBytes(LONGEST + 1));
        } finally {
            LONG_ONE.release();
        }
    }

    private static JsonNode object(byte[] text) throws IOException {
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

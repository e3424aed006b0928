package rtm.http.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import rtm.http.message.Answer;
import rtm.http.message.Request;

/** The description of this interface, as it was when the program was built. */
public final class OpenApiEndpoint implements Endpoint {

    private static final String DOCUMENT = "openapi.yaml";

    private final ByteBuffer document;

    public OpenApiEndpoint() {
        try (InputStream resource = OpenApiEndpoint.class.getResourceAsStream(DOCUMENT)) {
            document = ByteBuffer.wrap(Objects.requireNonNull(resource, DOCUMENT).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As plain text: clients generated for Java and Python read no other type that is not JSON. */
    @Override
    public Answer answer(Request request) {
        return Answer.text(document.asReadOnlyBuffer());
    }
}

package rtm.docker.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.text.OneLine;

/** Turns messages of Docker and its client into text for an operator. */
public final class DockerMessages {

    private static final Pattern WRAPPED = Pattern.compile("(?s)Status (\\d+): ?(.*)");
    private static final Pattern CUT_MESSAGE = Pattern.compile("^\\{\\s*\"message\"\\s*:\\s*\"");

    /**
     * Followed by somebody who does not know whose container it is, it ends a stranger's engine.
     */
    private static final Pattern BAD_ADVICE =
            Pattern.compile(" ?You have to (remove|rename)[^.]* that container [^.]*\\.?");

    private static final int LONGEST = 1000;

    private DockerMessages() {}

    /** Docker's own message, without the status and the JSON around it. */
    public static String of(DockerException refusal) {
        return clean(String.valueOf(refusal.getMessage()));
    }

    /** Docker's own message, taken out of docker-java's. */
    static String clean(String message) {
        Matcher wrapped = WRAPPED.matcher(message);
        if (!wrapped.matches()) {
            return withoutAdvice(message);
        }
        String words = withoutAdvice(unpack(wrapped.group(2).strip()));
        return words.isEmpty()
                ? "Docker answered with status " + wrapped.group(1) + " and no message"
                : words;
    }

    private static String withoutAdvice(String message) {
        return BAD_ADVICE.matcher(oneLine(message)).replaceAll("");
    }

    /** One line of bounded length, without control characters. */
    public static String oneLine(String text) {
        return OneLine.of(text, LONGEST);
    }

    /** A duration for people to read. */
    public static String say(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }

    private static String unpack(String body) {
        if (!body.startsWith("{")) {
            return body;
        }
        try {
            JsonNode message =
                    DockerJson.read(body.getBytes(StandardCharsets.UTF_8)).path("message");
            return message.isTextual() ? message.textValue() : body;
        } catch (IOException _) {
            // A long message was cut.
            return CUT_MESSAGE.matcher(body).replaceFirst("");
        }
    }
}

package rtm.docker.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.text.FailureWords;

/**
 * Turns the failure of a call into an exception whose message an operator understands.
 *
 * @param what the kind of call
 * @param host the daemon's address
 */
record DockerErrorMapper(String what, URI host) {

    /** Docker did not answer, or its answer did not arrive. */
    DependencyUnavailableException unavailable(String words, @Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, cause);
    }

    /** The failure of a call as an exception of the port; a defect of this program stays one. */
    RuntimeException translate(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return switch (cause) {
            case DockerException refusal -> refused(refusal);
            case DependencyUnavailableException unavailable -> unavailable;
            case DaemonRefusedException refused -> refused;
            case Error error -> throw error;
            case null, default ->
                    broken(cause)
                            .<RuntimeException>map(e -> unavailable(words(e), e))
                            .orElseGet(() -> new IllegalStateException(what + " failed", cause));
        };
    }

    private RuntimeException refused(DockerException refusal) {
        String words = DockerMessages.of(refusal);
        return TemporaryRefusal.is(refusal.getHttpStatus(), words)
                ? unavailable(words, refusal)
                : new DaemonRefusedException(words, refusal);
    }

    private static Optional<IOException> broken(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof IOException e) {
                return isDefect(e) ? Optional.empty() : Optional.of(e);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** JSON that this program cannot write or bind is its own defect, not Docker's. */
    private static boolean isDefect(IOException failure) {
        return failure instanceof InvalidDefinitionException
                || (failure instanceof JsonProcessingException json
                        && json.getProcessor() instanceof JsonGenerator);
    }

    private String words(IOException failure) {
        String message = DockerMessages.oneLine(FailureWords.of(failure));
        if (message.contains("No such file or directory")) {
            return "no socket at %s: is the Docker daemon running?".formatted(host);
        }
        if (message.contains("Permission denied")) {
            return "this user has no access to %s: add it to the group that owns the socket"
                    .formatted(host);
        }
        if (message.contains("Resource temporarily unavailable")) {
            return "%s accepts no more connections: the Docker daemon hangs or is overloaded"
                    .formatted(host);
        }
        if (failure instanceof JsonProcessingException json) {
            return "unreadable answer (%s): %s"
                    .formatted(what, DockerMessages.oneLine(json.getOriginalMessage()));
        }
        if (failure instanceof UnreadableAnswerException) {
            return "unreadable answer (%s): %s".formatted(what, message);
        }
        if (failure instanceof UnknownHostException) {
            return "the host of %s is unknown: its name cannot be resolved".formatted(host);
        }
        if (failure instanceof ConnectException) {
            return "nothing answers at %s: is the Docker daemon running?".formatted(host);
        }
        return "connection broken (%s): %s".formatted(what, message);
    }
}

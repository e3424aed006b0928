package rtm.docker.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.EngineRefusedException;

/**
 * Says what went wrong with a call, in the words of an operator.
 *
 * @param what what was asked of Docker
 * @param host where
 */
record DockerErrorMapper(String what, URI host) {

    /** Docker did not answer, or its answer did not arrive. */
    DependencyUnavailableException unavailable(String words, @Nullable Throwable cause) {
        return new DependencyUnavailableException(Dependency.DOCKER, words, cause);
    }

    /** What a call threw, as the port tells it; a defect here stays what it is. */
    RuntimeException translate(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return switch (cause) {
            case DockerException refusal -> refused(refusal);
            case DependencyUnavailableException unavailable -> unavailable;
            case EngineRefusedException refused -> refused;
            case Error error -> throw error;
            case null, default ->
                    broken(cause)
                            .<RuntimeException>map(e -> unavailable(words(e), e))
                            .orElseGet(() -> new IllegalStateException(what + " failed", cause));
        };
    }

    private RuntimeException refused(DockerException refusal) {
        String words = DockerMessages.of(refusal);
        return PassingRefusal.is(refusal.getHttpStatus(), words)
                ? unavailable(words, refusal)
                : new EngineRefusedException(words, refusal);
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

    /** JSON that we cannot write, or types that it cannot be bound to: never Docker's doing. */
    private static boolean isDefect(IOException failure) {
        return failure instanceof InvalidDefinitionException
                || (failure instanceof JsonProcessingException json
                        && json.getProcessor() instanceof JsonGenerator);
    }

    private String words(IOException failure) {
        String message = DockerMessages.oneLine(String.valueOf(failure.getMessage()));
        if (message.contains("No such file or directory")) {
            return "there is no socket at %s: is the Docker engine running?".formatted(host);
        }
        if (message.contains("Permission denied")) {
            return "this user may not use %s: add it to the group that owns the socket"
                    .formatted(host);
        }
        if (message.contains("Resource temporarily unavailable")) {
            return "%s takes no more callers: the Docker engine hangs, or is overloaded"
                    .formatted(host);
        }
        if (failure instanceof JsonProcessingException json) {
            return "the answer cannot be read (%s): %s"
                    .formatted(what, DockerMessages.oneLine(json.getOriginalMessage()));
        }
        if (failure instanceof UnreadableAnswerException) {
            return "the answer cannot be read (%s): %s".formatted(what, message);
        }
        if (failure instanceof ConnectException) {
            return "nothing answers at %s: is the Docker engine running?".formatted(host);
        }
        return "the connection broke (%s): %s".formatted(what, message);
    }
}

package rtm.http.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.port.DependencyCheck;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/**
 * Reports whether the service accepts operations and every dependency works now: checks all in
 * parallel, each with its own deadline, and names the first that fails (runbook).
 */
public record ReadyEndpoint(
        Supplier<Optional<String>> refusal, List<? extends DependencyCheck> checks)
        implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return refusal.get()
                .or(this::firstFailure)
                .map(problem -> ErrorAnswer.of(ErrorCode.SERVICE_UNAVAILABLE, problem))
                .orElseGet(() ->
                        Answer.ok(JsonObjectWriter.object(json -> json.text("status", "ready"))));
    }

    private Optional<String> firstFailure() {
        List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
        for (DependencyCheck check : checks) {
            CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread.ofVirtual()
                    .name("ready-" + check.dependency().words())
                    .start(() -> answer.complete(failure(check)));
        }
        return answers.stream().map(CompletableFuture::join).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> failure(DependencyCheck check) {
        try {
            check.check();
            return Optional.empty();
        } catch (DependencyUnavailableException away) {
            return Optional.of(away.text());
        } catch (RuntimeException unexpected) {
            return Optional.of(check.dependency().words() + ": " + unexpected);
        }
    }
}

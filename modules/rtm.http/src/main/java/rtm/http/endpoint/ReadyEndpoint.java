package rtm.http.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
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
public final class ReadyEndpoint implements Endpoint {

    private static final Log LOG = Log.of(ReadyEndpoint.class);

    private final Supplier<Optional<String>> refusal;
    private final List<LoggedCheck> checks;

    /**
     * @param refusal why no operation is accepted now
     * @param checks in the order in which they are named
     */
    public ReadyEndpoint(
            Supplier<Optional<String>> refusal, List<? extends DependencyCheck> checks) {
        this.refusal = refusal;
        this.checks = checks.stream().map(ReadyEndpoint::logged).toList();
    }

    /** A check, and the log of its failures. */
    private record LoggedCheck(DependencyCheck check, Outage outage) {}

    private static LoggedCheck logged(DependencyCheck check) {
        return new LoggedCheck(
                check,
                new Outage(
                        LOG,
                        "not ready",
                        "ready again",
                        LogField.of("dependency", check.dependency().words())));
    }

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
        for (LoggedCheck each : checks) {
            CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread.ofVirtual()
                    .name("ready-" + each.check().dependency().words())
                    .start(() -> answer.complete(failure(each)));
        }
        return answers.stream().map(CompletableFuture::join).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> failure(LoggedCheck each) {
        DependencyCheck check = each.check();
        try {
            check.check();
            each.outage().ended();
            return Optional.empty();
        } catch (DependencyUnavailableException away) {
            each.outage().failed(away);
            return Optional.of(away.text());
        } catch (RuntimeException unexpected) {
            each.outage().failed(unexpected.getClass().getName(), unexpected.toString());
            return Optional.of(check.dependency().words() + ": its check failed; the log says how");
        }
    }
}

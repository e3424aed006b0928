package rtm.main;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;
import rtm.http.endpoint.Probes;
import rtm.workers.ServicePhase;

/**
 * Answers the probes: asks every dependency afresh, side by side, and names the first that fails.
 */
final class Readiness implements Probes {

    private final ServicePhase phase;
    private final List<DependencyCheck> checks;

    /** Checks in the order in which they are to be named. */
    Readiness(ServicePhase phase, List<DependencyCheck> checks) {
        this.phase = phase;
        this.checks = List.copyOf(checks);
    }

    @Override
    public Optional<String> unreadiness() {
        return phase.refusal().or(this::firstFailure);
    }

    @Override
    public Optional<String> refusal() {
        return phase.refusal();
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

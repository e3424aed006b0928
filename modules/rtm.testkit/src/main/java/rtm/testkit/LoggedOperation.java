package rtm.testkit;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.model.Completion;
import rtm.domain.model.OpenOperation;

/**
 * One row of the operation log of an {@link InMemoryStore}.
 *
 * @param operation the row as it was opened, with its present owner
 * @param completion what closed it; empty while it is in progress
 */
public record LoggedOperation(OpenOperation operation, Optional<Completion> completion) {

    /** Whether nothing has closed it yet. */
    public boolean inProgress() {
        return completion.isEmpty();
    }

    boolean ownedAs(OpenOperation other) {
        return operation.id().equals(other.id()) && operation.owner().equals(other.owner());
    }

    boolean closedAt(Instant finishedAt) {
        return completion
                .map(closed -> Micros.of(closed.finishedAt()).equals(Micros.of(finishedAt)))
                .orElse(false);
    }
}

package rtm.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * The last refusal of a working server to the reader of the job streams. The reader tries again
 * each second, so an old refusal belongs to a reader that no longer runs.
 */
final class ReadRefusal {

    private static final Duration LASTS = Duration.ofSeconds(10);

    private Optional<DependencyUnavailableException> last = Optional.empty();
    private Deadline until = Deadline.in(Duration.ZERO);

    /** Runs work and records its refusal. */
    <T extends @Nullable Object> T recording(Supplier<T> work) {
        try {
            return work.get();
        } catch (DependencyUnavailableException failed) {
            record(failed);
            throw failed;
        }
    }

    synchronized void record(DependencyUnavailableException failed) {
        if (Failures.refusal(failed).isPresent()) {
            last = Optional.of(failed);
            until = Deadline.in(LASTS);
        }
    }

    synchronized void over() {
        last = Optional.empty();
    }

    synchronized Optional<DependencyUnavailableException> last() {
        return until.past() ? Optional.empty() : last.map(Failures::copy);
    }
}

package rtm.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * What a server that is well refused the reader of the job streams. The reader tries again each
 * second, so what is older is of a reader that is no more.
 */
final class ReadRefusal {

    private static final Duration LASTS = Duration.ofSeconds(10);

    private Optional<DependencyUnavailableException> last = Optional.empty();
    private Deadline until = Deadline.in(Duration.ZERO);

    /** Does something, and takes note when it is refused. */
    <T extends @Nullable Object> T noting(Supplier<T> work) {
        try {
            return work.get();
        } catch (DependencyUnavailableException failed) {
            note(failed);
            throw failed;
        }
    }

    synchronized void note(DependencyUnavailableException failed) {
        if (Failures.refusal(failed).isPresent()) {
            last = Optional.of(failed);
            until = Deadline.in(LASTS);
        }
    }

    synchronized void over() {
        last = Optional.empty();
    }

    synchronized Optional<DependencyUnavailableException> last() {
        return until.past() ? Optional.empty() : last.map(Failures::again);
    }
}

package rtm.domain.overview;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/** A check that remembers its last failure. */
public final class RememberedCheck implements DependencyCheck {

    private final DependencyCheck check;
    private final InstantSource clock;
    private volatile @Nullable Failure last;

    /** Remembers what fails of a check. */
    public RememberedCheck(DependencyCheck check, InstantSource clock) {
        this.check = check;
        this.clock = clock;
    }

    /**
     * A failure.
     *
     * @param error the reason
     * @param at when it was seen
     */
    public record Failure(String error, Instant at) {}

    @Override
    public Dependency dependency() {
        return check.dependency();
    }

    @Override
    public void check() {
        try {
            check.check();
        } catch (DependencyUnavailableException away) {
            last = new Failure(away.text(), clock.instant());
            throw away;
        }
    }

    /** The last failure that anyone saw through this check. */
    Optional<Failure> lastFailure() {
        return Optional.ofNullable(last);
    }
}

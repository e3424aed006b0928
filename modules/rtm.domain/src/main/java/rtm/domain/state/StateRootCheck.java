package rtm.domain.state;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;
import rtm.domain.time.Deadline;

/** Checks at most once a second that new games get their folders, and others find theirs. */
public final class StateRootCheck implements DependencyCheck {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final GameStates states;
    private Deadline next = Deadline.in(Duration.ZERO);
    private Optional<String> trouble = Optional.empty();

    public StateRootCheck(GameStates states) {
        this.states = states;
    }

    @Override
    public Dependency dependency() {
        return Dependency.STATE_ROOT;
    }

    @Override
    public synchronized void check() {
        if (next.past()) {
            trouble = states.trouble();
            next = Deadline.in(FRESH);
        }
        if (trouble.isPresent()) {
            throw new DependencyUnavailableException(
                    Dependency.STATE_ROOT, trouble.orElseThrow(), null);
        }
    }
}

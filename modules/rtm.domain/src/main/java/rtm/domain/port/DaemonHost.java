package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;

/** The machine that the Docker daemon runs on. */
@FunctionalInterface
public interface DaemonHost {

    /**
     * Its last boot, by its own clock; empty if it is another machine or the time cannot be read.
     */
    Optional<Instant> bootedAt();
}

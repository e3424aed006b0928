package rtm.domain.port;

import java.time.Instant;
import java.util.Optional;

/** The machine that the Docker daemon runs on. */
@FunctionalInterface
public interface DaemonHost {

    /**
     * When it was booted last, by its own clock; empty if it is not this machine, or that cannot be
     * read.
     */
    Optional<Instant> bootedAt();
}

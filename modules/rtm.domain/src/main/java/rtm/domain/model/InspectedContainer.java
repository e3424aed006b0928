package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The full result of inspecting a container.
 *
 * @param container the part that lists have too; its image is the one in its configuration
 * @param exitCode the exit code; 0 while it runs
 * @param oomKilled whether the kernel killed a process in it because memory ran out; the engine may
 *     have survived that process
 * @param restartCount how often Docker itself has restarted it
 * @param health Docker's word for its health; empty if the image declares no check
 * @param address its address on the engines' network; empty while it has none
 * @param statePath the host folder that is mounted as the engine's state folder
 * @param startedAt the last start, by Docker's clock
 * @param finishedAt the last end, by Docker's clock; empty if it never ended or Docker missed it
 */
public record InspectedContainer(
        ObservedContainer container,
        int exitCode,
        boolean oomKilled,
        int restartCount,
        String health,
        Optional<String> address,
        Optional<String> statePath,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** Its id. */
    public ContainerId id() {
        return container.id();
    }

    /** Its state. */
    public ContainerState state() {
        return container.state();
    }
}

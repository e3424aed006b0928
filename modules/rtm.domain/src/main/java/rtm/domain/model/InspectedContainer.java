package rtm.domain.model;

import java.time.Instant;
import java.util.List;
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
 * @param addresses its addresses on all networks, IPv4 and IPv6; empty while it has none
 * @param place what it takes of its node, and its address on the engines' network
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
        List<String> addresses,
        EnginePlace place,
        Optional<String> statePath,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** Keeps its own copy of the addresses. */
    public InspectedContainer {
        addresses = List.copyOf(addresses);
    }

    /** One whose place is not known. */
    public InspectedContainer(
            ObservedContainer container,
            int exitCode,
            boolean oomKilled,
            int restartCount,
            String health,
            List<String> addresses,
            Optional<String> statePath,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {
        this(
                container,
                exitCode,
                oomKilled,
                restartCount,
                health,
                addresses,
                EnginePlace.NONE,
                statePath,
                startedAt,
                finishedAt);
    }

    /** Its id. */
    public ContainerId id() {
        return container.id();
    }

    /** Its state. */
    public ContainerState state() {
        return container.state();
    }
}

package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A container as Docker knows it in full.
 *
 * @param container what a list tells of it too; its image is the one it was configured with
 * @param exitCode the code it ended with; 0 while it runs
 * @param oomKilled whether Docker saw the kernel end a process in it for want of memory; that may
 *     have been a child which the engine survived
 * @param restartCount how often Docker started it again by itself
 * @param health Docker's word for its health; empty when the image declares no check
 * @param address its address on the network of the engines; empty while it has none
 * @param statePath the folder on this host that is mounted where engines keep their state
 * @param startedAt when it was started last, by Docker's clock
 * @param finishedAt when it ended last, by Docker's clock; empty if it never did, or Docker did not
 *     see it
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

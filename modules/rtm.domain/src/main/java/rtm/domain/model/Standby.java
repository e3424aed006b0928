package rtm.domain.model;

import java.util.Optional;

/**
 * A process beside the leader, as PostgreSQL sees it: it stands by, or works on its node without
 * the intake.
 *
 * @param address the network address of its session; empty for a unix socket
 * @param node the name of the node that it works on; empty if it stands by
 */
public record Standby(Optional<String> address, Optional<String> node) {

    /** One that stands by. */
    public Standby(Optional<String> address) {
        this(address, Optional.empty());
    }

    /** Whether it does no work now. */
    public boolean idle() {
        return node.isEmpty();
    }
}

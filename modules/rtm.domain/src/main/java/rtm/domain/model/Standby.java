package rtm.domain.model;

import java.util.Optional;

/**
 * A process that stands by, as PostgreSQL sees it.
 *
 * @param address the network address of its session; empty for a unix socket
 */
public record Standby(Optional<String> address) {}

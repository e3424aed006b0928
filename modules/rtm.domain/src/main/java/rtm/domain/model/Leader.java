package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The process that leads, as PostgreSQL sees it.
 *
 * @param bootId its identity; empty if its session does not say it, as with an older version
 * @param address the network address of its session; empty for a unix socket
 * @param since when it took the leader's lock, by PostgreSQL's clock; empty like the identity
 */
public record Leader(Optional<BootId> bootId, Optional<String> address, Optional<Instant> since) {}

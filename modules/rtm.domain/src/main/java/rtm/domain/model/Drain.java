package rtm.domain.model;

import java.time.Instant;

/**
 * No new game is started.
 *
 * @param since when that was requested
 * @param source who requested it
 */
public record Drain(Instant since, OperationSource source) {}

package rtm.domain.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Docker said about the end of an engine.
 *
 * @param container the engine's container
 * @param exitCode the exit code; empty if nobody saw it
 * @param oom whether the kernel killed the engine because memory ran out
 * @param finishedAt when it ended, by Docker's clock; empty if Docker missed it
 */
public record KnownExit(
        ContainerId container, OptionalInt exitCode, boolean oom, Optional<Instant> finishedAt) {}

package rtm.domain.model;

import java.time.Instant;

/**
 * The end of an engine as an event reported it. It is a hint: as long as the container exists, its
 * inspection decides.
 *
 * @param container the engine's container
 * @param exitCode the exit code
 * @param oomSeen whether an earlier event said that a process in it ran out of memory
 * @param at when it ended, by Docker's clock
 */
public record ContainerExit(ContainerId container, int exitCode, boolean oomSeen, Instant at) {}

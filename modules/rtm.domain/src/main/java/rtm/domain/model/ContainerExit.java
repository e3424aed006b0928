package rtm.domain.model;

import java.time.Instant;

/**
 * The end of an engine as Docker told of it. It is a hint: what is judged is what Docker says when
 * it is asked, as long as the container is there.
 *
 * @param container whose engine it was
 * @param exitCode the code it ended with
 * @param oomSeen whether Docker had told before that a process in it ran out of memory
 * @param at when, by Docker's clock
 */
public record ContainerExit(ContainerId container, int exitCode, boolean oomSeen, Instant at) {}

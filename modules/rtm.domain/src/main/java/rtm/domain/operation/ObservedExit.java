package rtm.domain.operation;

import java.util.Optional;
import rtm.domain.model.KnownExit;

/**
 * What is known of the end of an engine when it is committed.
 *
 * @param exit what Docker said; empty if nobody saw the end
 * @param withDaemon whether the engine ended together with the Docker daemon or its machine
 */
public record ObservedExit(Optional<KnownExit> exit, boolean withDaemon) {

    /** Nothing is known. */
    static final ObservedExit NONE = new ObservedExit(Optional.empty(), false);
}

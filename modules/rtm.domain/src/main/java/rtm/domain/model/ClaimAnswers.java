package rtm.domain.model;

import java.util.Set;

/**
 * What the operation log says about containers whose labels name a game. It knows nothing about a
 * container in neither set: a person started it, or the log is older than the container.
 *
 * @param confirmed a row of the game names the container, or the operation in its label names no
 *     container: it is open, or it failed
 * @param refuted the operation in its label made another container, so this one is a copy
 */
public record ClaimAnswers(Set<ContainerId> confirmed, Set<ContainerId> refuted) {

    /** Keeps its own copies. */
    public ClaimAnswers {
        confirmed = Set.copyOf(confirmed);
        refuted = Set.copyOf(refuted);
    }
}

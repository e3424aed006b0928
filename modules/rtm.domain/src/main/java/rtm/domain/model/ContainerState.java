package rtm.domain.model;

import java.util.Optional;

/**
 * The state of a container: Docker's own word, or that it cannot be known now, because the machine
 * that the container is on does not answer.
 */
public enum ContainerState implements WireName {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD,
    /** It may run or not. It is neither live nor gone, so nothing is decided about its game. */
    UNKNOWN;

    /** The state that a daemon reports with this word; empty if no state has it. */
    public static Optional<ContainerState> reported(String word) {
        return WireName.parse(ContainerState.class, word).filter(state -> state != UNKNOWN);
    }
}

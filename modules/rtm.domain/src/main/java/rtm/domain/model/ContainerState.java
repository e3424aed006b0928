package rtm.domain.model;

/** Docker's own word for the state of a container. */
public enum ContainerState implements WireName {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD
}

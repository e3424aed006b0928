package rtm.domain.model;

/** Whether games come to a node. */
public enum NodeState implements WireName {
    /** New games are placed there. */
    OPEN,
    /** No new games are placed there; those that are there stay. */
    CLOSED,
    /** It is given up: its machine is off for good. */
    RETIRED
}

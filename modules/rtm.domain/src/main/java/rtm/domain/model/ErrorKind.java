package rtm.domain.model;

/** Who can fix an error; this decides how it is answered. */
public enum ErrorKind implements WireName {
    /** The request itself is wrong; repeating it does not help. */
    CALLER,
    /** The request is valid, but not in the game's present state. */
    STATE,
    /** The engine's image or container failed. */
    ENGINE,
    /** PostgreSQL, Redis or Docker is unavailable; a later try may work. */
    DEPENDENCY,
    /** A defect here. */
    INTERNAL
}

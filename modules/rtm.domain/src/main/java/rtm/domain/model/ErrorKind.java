package rtm.domain.model;

/** Who can mend an error, which decides how it is answered. */
public enum ErrorKind implements WireName {
    /** The request itself is wrong; asking again changes nothing. */
    CALLER,
    /** The request is right but not now: the game is in another state. */
    STATE,
    /** The engine's image or container did not do what was asked. */
    ENGINE,
    /** PostgreSQL, Redis or Docker is away; asking again later may work. */
    DEPENDENCY,
    /** A defect here. */
    INTERNAL
}

package rtm.domain.model;

/** When an image is pulled before a start. */
public enum PullPolicy implements WireName {
    /** Before each start, so that a moved tag is noticed. */
    ALWAYS,
    /** Only when this host has no image of that reference. */
    IF_MISSING,
    /** Never; a missing image fails the start. */
    NEVER
}

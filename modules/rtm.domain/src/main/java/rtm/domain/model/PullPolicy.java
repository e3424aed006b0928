package rtm.domain.model;

/** When an image is pulled before a start. */
public enum PullPolicy implements WireName {
    /** Each time, so that a moved tag is seen. */
    ALWAYS,
    /** Only when this host has no image of that reference. */
    IF_MISSING,
    /** Not at all; a missing image fails the start. */
    NEVER
}

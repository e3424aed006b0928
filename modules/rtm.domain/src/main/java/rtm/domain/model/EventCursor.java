package rtm.domain.model;

/**
 * A place in the events of a daemon. Only that daemon's adapter understands the text.
 *
 * @param text for Docker a time by its clock
 */
public record EventCursor(String text) {}

package rtm.domain.overview;

/**
 * All that operators look at.
 *
 * @param status the state of the service at a glance
 */
public record Overview(StatusReport status) {}

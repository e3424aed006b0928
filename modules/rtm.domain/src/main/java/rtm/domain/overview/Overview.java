package rtm.domain.overview;

import rtm.domain.port.StoreOverview;

/**
 * All that operators look at.
 *
 * @param status the state of the service at a glance
 * @param store all games and operations
 */
public record Overview(StatusReport status, StoreOverview store) {}

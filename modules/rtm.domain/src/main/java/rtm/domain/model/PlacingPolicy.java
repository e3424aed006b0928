package rtm.domain.model;

import java.time.Duration;

/**
 * The settings that placing games on nodes needs.
 *
 * @param memory what a game counts for as long as nobody knows how much it may use
 * @param lostAfter how long a node may be without a process until what waits for it goes elsewhere
 */
public record PlacingPolicy(MemorySize memory, Duration lostAfter) {}

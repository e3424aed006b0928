package rtm.domain.model;

import java.util.Optional;

/**
 * A game at a glance.
 *
 * @param record its record
 * @param health the last observation of its health, if any
 * @param lastOperation its newest row of the operation log, open or closed, if one is left
 * @param latestEnding how its latest engine ended, if one did
 */
public record GameOverview(
        RuntimeRecord record,
        Optional<HealthSnapshot> health,
        Optional<OperationEntry> lastOperation,
        Optional<LatestEnding> latestEnding) {}

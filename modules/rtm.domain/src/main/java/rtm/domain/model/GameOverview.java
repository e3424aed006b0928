package rtm.domain.model;

import java.util.Optional;

/**
 * A game at a glance.
 *
 * @param record its record
 * @param health the last observation of its health, if any
 * @param lastOperation its newest row of the operation log, open or closed, if one is left
 * @param lastChange the newest operation that succeeded and changed something, if {@code
 *     lastOperation} is a later one that did not, or noted an end; empty if it is not among the
 *     latest 20
 * @param latestEnding how its latest engine ended, if one did
 */
public record GameOverview(
        RuntimeRecord record,
        Optional<HealthSnapshot> health,
        Optional<OperationEntry> lastOperation,
        Optional<OperationEntry> lastChange,
        Optional<LatestEnding> latestEnding) {

    /** How many operations are looked through for the last change. */
    public static final int MOST_ATTEMPTS = 20;
}

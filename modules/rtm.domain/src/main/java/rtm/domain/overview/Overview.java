package rtm.domain.overview;

import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.port.StoreOverview;
import rtm.domain.rule.PullWords;

/**
 * All that operators look at.
 *
 * @param status the state of the service at a glance
 * @param gate whether new games are started
 * @param store all games and operations
 * @param stats what engines use
 * @param pulls what operations in progress wait for
 * @param pending work without a row in the operation log
 * @param changes what this process commits
 * @param killed processes of living engines that ran out of memory
 * @param noChanges why this process does not show changes: another one leads, and commits most of
 *     them; empty if it shows them; asks nobody
 * @param noOwnChanges the same for who wants the changes of this process alone
 */
public record Overview(
        StatusReport status,
        StartGate gate,
        StoreOverview store,
        EngineStats stats,
        PullWords pulls,
        PendingWork pending,
        ChangeFeed changes,
        KilledProcesses killed,
        Supplier<Optional<String>> noChanges,
        Supplier<Optional<String>> noOwnChanges) {}

package rtm.domain.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;

/**
 * The truth: records, the operation log, health snapshots and the outbox, changed together.
 *
 * <p>Every method throws {@link rtm.domain.model.DependencyUnavailableException} when PostgreSQL
 * does not answer in time; whether a change took effect is then not known, and the same call may be
 * made again.
 */
public interface RuntimeStore {

    /** The record of a game, where there is one. */
    Optional<RuntimeRecord> find(GameId gameId);

    /** All records, or those of one status, by game id. */
    List<RuntimeRecord> list(Optional<RuntimeStatus> status);

    /**
     * Opens a row for an operation, in one transaction with reading the record.
     *
     * <p>A job that was seen before, with the same game and the same payload (kind, image, reason),
     * is not opened twice: its closed row answers {@link Begun.AlreadyDone}; its open row is taken
     * up again, by the caller as its owner, if the caller owns it already or names its present
     * owner as {@code takeOverFrom}. A job whose reference was used before by another payload
     * (Redis lost its data and counts anew) is a new job: its reference is kept apart from the old
     * one by a suffix that depends on the payload only.
     *
     * <p>The row of a restart names the image of the record.
     *
     * @param takeOverFrom the owner whose open row the caller may take over, since that process is
     *     dead or has lost its lease on the game
     */
    Begun begin(OperationRequest request, Optional<BootId> takeOverFrom);

    /**
     * Begins as {@link #begin} does, unless the record says that an engine runs in a container that
     * is not among the live ones: that exit must be reported before an operation changes the
     * record.
     *
     * @param live the containers of the game in which an engine is alive
     * @return {@link Begun.Lost} if no new row was opened for that reason
     */
    Begun beginUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live);

    /**
     * Begins as {@link #begin} does, and commits on the row that was opened, in one transaction: it
     * is never seen open. Asked again after an answer was lost, a job is {@link Begun.AlreadyDone}.
     *
     * @param ending what to commit, where a row was opened; must be pure
     * @return {@link Begun.Opened} if it was committed
     */
    Begun settleAtOnce(OperationRequest request, Optional<BootId> takeOverFrom, Ending ending);

    /**
     * Makes an open row the caller's own, keeping its identity.
     *
     * @return the row with its new owner; empty if it is closed or has another owner than the one
     *     given
     */
    Optional<OpenOperation> takeOver(OpenOperation operation, BootId newOwner);

    /**
     * Commits all that an operation did, or nothing. Committing the same completion again, after an
     * answer was lost, changes nothing and is no error.
     *
     * @throws OwnershipLostException if the row is not open and owned by the operation's owner, or
     *     the record's version is not the one that was read
     */
    void commit(Completion completion);

    /**
     * Removes the open row of a request that turned out to need nothing done and no trace.
     *
     * @throws OwnershipLostException if the row is not open and owned by the operation's owner
     */
    void abandon(OpenOperation operation);

    /** All rows in progress, oldest first, whoever owns them. */
    List<OpenOperation> openOperations();

    /** A game's rows of the operation log, newest first, this many at most. */
    List<OperationEntry> operations(GameId gameId, int limit);

    /** What the operation log says of containers that claim to be the game's. */
    ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims);

    /** The last thing seen of a game's health; empty for a game that never ran here. */
    Optional<HealthSnapshot> findHealth(GameId gameId);

    /**
     * Commits what was seen of a running engine, or nothing. It is outdated, and nothing is
     * written, if the record is not the one that was read any more (running, that container, that
     * version) or an operation of the game is in progress. The same change may be committed again
     * after an answer was lost; nobody is told twice.
     */
    Observed observe(HealthChange change);

    /** What committing an observation came to. */
    enum Observed {
        /** Snapshot and messages are written. */
        COMMITTED,
        /** The snapshot in place says the same already; nothing was written. */
        SAID_BEFORE,
        /** The game has moved on, or is being worked on; nothing was written. */
        OUTDATED
    }

    /** What is committed on a row that was opened in the same transaction. */
    @FunctionalInterface
    interface Ending {

        /** All that is committed. */
        Completion of(Begun.Opened opened);
    }

    /** What beginning an operation came to. */
    sealed interface Begun {

        /**
         * The row is open and the caller's.
         *
         * @param operation the row
         * @param record the game's record, where there is one
         * @param resumed whether an earlier attempt had opened the row
         */
        record Opened(OpenOperation operation, Optional<RuntimeRecord> record, boolean resumed)
                implements Begun {}

        /**
         * No row was opened, since the recorded engine does not run.
         *
         * @param record the game's record
         */
        record Lost(RuntimeRecord record) implements Begun {

            /** Whether the record is about an engine that is not among the live containers. */
            public static boolean isLost(Optional<RuntimeRecord> record, Set<ContainerId> live) {
                return record.map(RuntimeRecord::state)
                        .filter(RuntimeState.Running.class::isInstance)
                        .flatMap(RuntimeState::containerId)
                        .filter(running -> !live.contains(running))
                        .isPresent();
            }
        }

        /** The job's result was committed before. */
        record AlreadyDone() implements Begun {}

        /**
         * Another operation of this game is in progress.
         *
         * @param other its row
         */
        record Busy(OpenOperation other) implements Begun {}
    }
}

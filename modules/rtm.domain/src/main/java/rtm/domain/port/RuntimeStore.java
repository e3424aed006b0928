package rtm.domain.port;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import rtm.domain.model.BootId;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;

/**
 * The source of truth: records, the operation log, health snapshots and the outbox, changed
 * together.
 *
 * <p>Every method throws {@link rtm.domain.model.DependencyUnavailableException} when PostgreSQL
 * does not answer in time. A change may or may not have taken effect then; the same call may be
 * repeated.
 */
public interface RuntimeStore {

    /**
     * The record of a game, if any.
     *
     * @throws rtm.domain.model.UnreadableRowException if it cannot be read
     */
    Optional<RuntimeRecord> find(GameId gameId);

    /**
     * Some records, or some of those with one status, sorted by game id. The chunks of a list are
     * read one by one, each as it is then.
     *
     * @param after where to begin: after this game
     * @param most the most records to read
     */
    RecordChunk chunk(Optional<RuntimeStatus> status, Optional<GameId> after, int most);

    /** A chunk of the same list, with the records of one node only. */
    RecordChunk chunkOn(
            NodeId node, Optional<RuntimeStatus> status, Optional<GameId> after, int most);

    /** How many records are read at a time where all are read. */
    int CHUNK = 500;

    /**
     * All records with one status that can be read, sorted by game id. For the statuses that need a
     * container, since only containers limit their number.
     */
    default List<RuntimeRecord> list(RuntimeStatus status) {
        return all(after -> chunk(Optional.of(status), after, CHUNK));
    }

    /** The same list, with the records of one node only. */
    default List<RuntimeRecord> listOn(NodeId node, RuntimeStatus status) {
        return all(after -> chunkOn(node, Optional.of(status), after, CHUNK));
    }

    private static List<RuntimeRecord> all(Function<Optional<GameId>, RecordChunk> chunks) {
        RecordChunk chunk = chunks.apply(Optional.empty());
        List<RuntimeRecord> all = new ArrayList<>(chunk.records());
        while (chunk.next().isPresent()) {
            chunk = chunks.apply(chunk.next());
            all.addAll(chunk.records());
        }
        return List.copyOf(all);
    }

    /**
     * Opens a row for an operation and reads the record, in one transaction.
     *
     * <p>A job that was seen before, with the same game and the same payload (kind, image, reason),
     * is not opened twice. If its row is closed, the result is {@link OpenResult.AlreadyDone}. If
     * its row is open, the caller resumes it and becomes its owner, provided that the caller
     * already owns it or names its present owner as {@code takeOverFrom}. If another payload used
     * the job's reference before (Redis lost its data and reuses ids), it is a new job: a suffix
     * that depends only on the payload keeps its reference apart from the old one.
     *
     * <p>The row is on the node that the game's record names, or on the request's if there is no
     * record. A job of a game on another node than the request's is only assigned to that node: its
     * row has no owner, {@link BootId#NONE}, and the result is {@link OpenResult.Busy}. A process
     * of that node takes it by naming no owner as {@code takeOverFrom}. That is no resumption,
     * since nothing was done.
     *
     * <p>Among several nodes, a call that starts a game without a record opens its row on the
     * request's node, if that has room.
     *
     * <p>The row of a restart or a cleanup names the image of the record.
     *
     * <p>If the game's record cannot be read, no new row stays open.
     *
     * <p>A game without a container cannot be started, restarted or adopted while another game,
     * whose id differs only in case, has a container or is being started: the result is {@link
     * OpenResult.NameTaken}.
     *
     * @param takeOverFrom the owner whose open row the caller may take over, because that process
     *     is dead or lost its lease on the game
     * @throws rtm.domain.model.UnreadableRowException if the record or a conflicting row cannot be
     *     read
     * @throws rtm.domain.model.DependencyUnavailableException also if the node has no room
     */
    OpenResult openRow(OperationRequest request, Optional<BootId> takeOverFrom);

    /**
     * Assigns a job to the node of its game, if that is another node than the request's. The caller
     * need not own the game, since it carries out nothing.
     *
     * <p>Among several nodes, a start of a game without a record is placed: its untaken row is
     * opened on the node that is filled least, also if that is the request's. So it counts there at
     * once. If nobody has taken it and that node is lost, it is moved to another one.
     *
     * <p>Nothing is assigned to a node that was given up: who gives one up waits for what is being
     * assigned, and finds it open; what comes later gets {@link OpenResult.GivenUp}.
     *
     * @return as {@link #openRow} does, {@link OpenResult.Busy} also if the row is assigned already
     *     or a process of that node carries it out; empty if nothing is open and the game is on the
     *     request's node, or what is open is on that node: then the caller carries it out
     * @throws rtm.domain.model.DependencyUnavailableException also if no node has room for a new
     *     game
     */
    Optional<OpenResult> assign(OperationRequest request);

    /**
     * Opens a row as {@link #openRow} does, unless the record says that an engine runs in a
     * container that is not among the live ones: its exit must be reported before an operation
     * changes the record. An untaken row of the same job is removed then; it is opened again.
     *
     * @param live the game's containers in which an engine runs
     * @return {@link OpenResult.Lost} if no new row was opened for that reason
     */
    OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live);

    /**
     * Opens a row as {@link #openRow} does and commits it in the same transaction, so nobody sees
     * it open; so a job is never assigned by it. If the answer is lost and a job's call is
     * repeated, the result is {@link OpenResult.AlreadyDone}.
     *
     * <p>A record that cannot be read counts as missing.
     *
     * @param ending makes the completion if a row was opened; must be pure
     * @return {@link OpenResult.Opened} if it was committed
     */
    OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending);

    /**
     * Makes an open row the caller's own, keeping its identity.
     *
     * @return the row with its new owner; empty if it is closed or its owner is not the given one
     */
    Optional<OpenOperation> takeOver(OpenOperation operation, BootId newOwner);

    /**
     * Commits everything that an operation did, or nothing. Committing the same completion again
     * after a lost answer changes nothing and is no error.
     *
     * @throws OwnershipLostException if the row is not open and owned by the operation's owner, or
     *     the record's version is not the one that was read
     */
    void commit(Completion completion);

    /**
     * Removes the open row of a request that needs no action and no log entry.
     *
     * @throws OwnershipLostException if the row is not open and owned by the operation's owner
     */
    void abandon(OpenOperation operation);

    /**
     * Tells the process that reads the jobs that this one has taken a job and cannot settle it.
     * Nothing is stored: the call may be lost, and is repeated.
     */
    void reportSkipped(OpenOperation operation);

    /**
     * The rows in progress that can be read, of all owners, oldest first; a limited number of them.
     */
    List<OpenOperation> openOperations();

    /** The same of the rows that are carried out on one node. */
    List<OpenOperation> openOperationsOn(NodeId node);

    /**
     * Some of a game's rows of the operation log, newest first.
     *
     * @param before where to begin: before this row
     * @param most the most rows to read
     */
    OperationChunk operations(GameId gameId, Optional<Long> before, int most);

    /** What the operation log says about containers whose labels name the game. */
    ClaimAnswers judge(GameId gameId, Collection<ContainerClaim> claims);

    /**
     * The last observation of a game's health; empty for a game that never ran here, or if it
     * cannot be read.
     */
    Optional<HealthSnapshot> findHealth(GameId gameId);

    /**
     * Commits a health change of a running engine, or nothing. The change is outdated and nothing
     * is written if the record has changed since it was read (running, that container, that
     * version) or an operation of the game is in progress. The same change may be committed again
     * after a lost answer; its messages are not added twice.
     */
    Observed observe(HealthChange change);

    /**
     * Stores where a running engine is, unless that is stored already. It is no change of the
     * record: its version stays. Nothing is written if another container is recorded by now, or
     * none runs.
     */
    void recordPlace(RuntimeRecord record, EnginePlace place);

    /** The result of committing an observation. */
    enum Observed {
        /** The snapshot and the messages were written. */
        COMMITTED,
        /** The stored snapshot already says the same; nothing was written. */
        ALREADY_REPORTED,
        /** The record has changed or an operation is in progress; nothing was written. */
        OUTDATED
    }

    /** Makes the completion for a row that was opened in the same transaction. */
    @FunctionalInterface
    interface CompletionFactory {

        /** What to commit. */
        Completion of(OpenResult.Opened opened);
    }

    /** The result of opening a row. */
    sealed interface OpenResult {

        /**
         * The row is open and the caller owns it.
         *
         * @param operation the row
         * @param record the game's record, if any
         * @param resumed whether an earlier attempt opened the row
         */
        record Opened(OpenOperation operation, Optional<RuntimeRecord> record, boolean resumed)
                implements OpenResult {}

        /**
         * No row was opened, because the recorded engine does not run.
         *
         * @param record the game's record
         */
        record Lost(RuntimeRecord record) implements OpenResult {

            /** Whether the recorded engine's container is not among the live ones. */
            public static boolean isLost(Optional<RuntimeRecord> record, Set<ContainerId> live) {
                return record.map(RuntimeRecord::state)
                        .filter(RuntimeState.Running.class::isInstance)
                        .flatMap(RuntimeState::containerId)
                        .filter(running -> !live.contains(running))
                        .isPresent();
            }
        }

        /**
         * No row was opened, because the engine's host name belongs to another game, whose id
         * differs only in case.
         *
         * @param other that game
         */
        record NameTaken(GameId other) implements OpenResult {}

        /**
         * No row was opened, because the game is on a node that was given up: nobody there would
         * take it.
         *
         * @param node that node
         */
        record GivenUp(NodeId node) implements OpenResult {}

        /** Whether a record says that its game has a container. */
        static boolean isPresent(Optional<RuntimeRecord> record) {
            return record.map(RuntimeRecord::state)
                    .filter(state -> !(state instanceof RuntimeState.Removed))
                    .isPresent();
        }

        /** The job's result is already committed. */
        record AlreadyDone() implements OpenResult {}

        /**
         * Another operation of this game is in progress.
         *
         * @param other its row
         */
        record Busy(OpenOperation other) implements OpenResult {}
    }
}

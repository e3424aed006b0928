package rtm.domain.operation;

import java.time.Instant;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;

/**
 * Keeps an open row of a restored dump from acting on a later life of its game. The row was closed
 * long ago in the database that is lost, and the game was changed again. Every process is stopped
 * for a restore, so the rows that were opened since this process began are not from a dump.
 */
public final class OutdatedRows {

    private final ContainerQueries containers;
    private final Instant since;

    /**
     * Asks about the rows that a process finds.
     *
     * @param since when the process began
     */
    public OutdatedRows(ContainerQueries containers, Instant since) {
        this.containers = containers;
        this.since = since;
    }

    /**
     * The step with which to go on. If the game's container is newer than the database, that is a
     * failure that changes nothing; the record is reconciled afterwards, as without a row.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if that cannot be known now
     */
    Step checked(OperationContext context, Step step) {
        return context.resumed() && context.operation().startedAt().isBefore(since)
                ? containers
                        .newerThanTheDatabase(context)
                        .map(newer -> outdated(context.operation(), newer))
                        .orElse(step)
                : step;
    }

    /** A job had its result in the database that is lost, before the later operation. */
    private static Step outdated(OpenOperation operation, ObservedContainer newer) {
        return _ ->
                StepResult.failed(
                                ErrorCode.INTERRUPTED,
                                "the %s is not completed: the database is older than the game's container %s"
                                        .formatted(operation.kind().wire(), newer.id()))
                        .unanswered();
    }
}

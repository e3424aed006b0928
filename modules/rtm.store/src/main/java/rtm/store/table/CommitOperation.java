package rtm.store.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import rtm.domain.model.Completion;
import rtm.domain.model.EnginePlace;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;

/** Commits the result of an operation, inside the caller's transaction. */
public final class CommitOperation {

    private CommitOperation() {}

    public static void run(Connection connection, Completion completion) throws SQLException {
        if (OperationLogTable.close(connection, completion)) {
            write(connection, completion);
        } else if (!OperationLogTable.isClosed(connection, completion)) {
            throw lost(completion.operation());
        }
    }

    private static void write(Connection connection, Completion completion) throws SQLException {
        if (completion.record().isPresent()) {
            store(connection, completion.record().get(), completion.place());
        }
        if (completion.snapshot().isPresent()) {
            SnapshotTable.store(connection, completion.snapshot().get());
        }
        OutboxTable.add(connection, completion.messages(), completion.finishedAt());
        EndingTable.add(connection, completion.operation().node(), completion.endings());
    }

    private static void store(
            Connection connection, RuntimeRecord record, Optional<EnginePlace> place)
            throws SQLException {
        if (!RecordTable.store(connection, record, place)) {
            throw new OwnershipLostException(
                    "the record of game "
                            + record.gameId()
                            + " is no longer at version "
                            + record.version());
        }
    }

    public static OwnershipLostException lost(OpenOperation operation) {
        return new OwnershipLostException(
                "operation "
                        + operation.id()
                        + " on game "
                        + operation.gameId()
                        + " is no longer open and owned by process "
                        + operation.owner());
    }
}

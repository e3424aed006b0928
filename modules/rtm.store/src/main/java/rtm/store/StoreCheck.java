package rtm.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;
import rtm.store.table.OperationTrial;
import rtm.store.table.RowReader;

/**
 * Checks each time that PostgreSQL answers and accepts writes, and at most once a second that the
 * role still has its rights, that no table is locked, and whether the schema changed. A read cannot
 * show whether a write succeeds, so the statements of operations are then tried and rolled back:
 * after the schema changed, and after work was refused, at most once a second until that succeeds.
 * While nothing changes, nothing is written.
 */
final class StoreCheck {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Database database;
    private final RowReader rows;
    private Deadline nextLook = Deadline.in(Duration.ZERO);

    /** The first trial is not part of the boot: the first answer does not wait for it. */
    private Deadline nextTrial = Deadline.in(FRESH);

    private Optional<DependencyUnavailableException> found = Optional.empty();
    private Optional<DependencyUnavailableException> trialFailure = Optional.empty();
    private String schema = "";
    private String triedSchema = "";

    StoreCheck(Database database, RowReader rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * Runs the check.
     *
     * @throws DependencyUnavailableException with the reason, if the store cannot do its work
     */
    void run() {
        try {
            BoundedCall.run(LIMIT, "postgres-check", this::ask);
        } catch (DependencyUnavailableException failed) {
            throw database.connectFailure()
                    .filter(_ -> failed.reason().equals(BoundedCall.LATE))
                    .orElse(failed);
        }
    }

    private void ask() {
        database.call(
                "checking that it accepts writes",
                connection -> {
                    WriteCheck.require(connection);
                    return true;
                });
        fail(look());
        fail(tried());
    }

    private static void fail(Optional<DependencyUnavailableException> failure) {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private synchronized Optional<DependencyUnavailableException> look() {
        if (nextLook.past()) {
            found = Optional.ofNullable(missingRight()).or(this::lockedTable);
            if (found.isEmpty()) {
                schema = database.call("reading the schema", SchemaPrint::read);
            }
            nextLook = Deadline.in(FRESH);
        }
        return found;
    }

    private @Nullable DependencyUnavailableException missingRight() {
        try {
            database.call(
                    "reading this role's rights",
                    connection -> {
                        SchemaRights.read(connection).requireUse();
                        return true;
                    });
            return null;
        } catch (StoreOpenException missing) {
            return new DependencyUnavailableException(
                    Dependency.POSTGRES, String.valueOf(missing.getMessage()), missing);
        }
    }

    private Optional<DependencyUnavailableException> lockedTable() {
        try {
            database.call(
                    "locking the tables as a write does",
                    connection -> {
                        TableLocks.require(connection);
                        return true;
                    });
            return Optional.empty();
        } catch (DependencyUnavailableException locked) {
            return Optional.of(locked);
        }
    }

    private synchronized Optional<DependencyUnavailableException> tried() {
        boolean isDue =
                !schema.equals(triedSchema)
                        || trialFailure.isPresent()
                        || database.refusal().isPresent();
        if (isDue && nextTrial.past()) {
            nextTrial = Deadline.in(FRESH);
            String tried = schema;
            FailoverDetector.Trial trial = database.trial();
            trialFailure = failureOf(trial);
            if (trialFailure.isEmpty()) {
                triedSchema = tried;
                database.trialSucceeded(trial);
            }
        }
        return trialFailure.or(database::refusal);
    }

    private Optional<DependencyUnavailableException> failureOf(FailoverDetector.Trial trial) {
        try {
            database.call(
                    "trying the statements of an operation",
                    connection -> {
                        OperationTrial.run(connection, rows, trial.needsNewPages());
                        return true;
                    });
            return Optional.empty();
        } catch (DependencyUnavailableException refused) {
            return Optional.of(refused);
        } catch (StoreDefectException refused) {
            return Optional.of(
                    new DependencyUnavailableException(
                            Dependency.POSTGRES, String.valueOf(refused.getMessage()), refused));
        }
    }
}

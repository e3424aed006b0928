package rtm.store;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.time.Deadline;

/**
 * Checks each time that PostgreSQL answers and accepts writes, and at most once a second that the
 * role still has its rights and that no table is locked. If work was refused, the check fails until
 * a write succeeds. A read cannot show that, so at most once a second a row is then inserted and
 * rolled back.
 */
final class StoreCheck {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** So long, and so hard to compress, that it needs a new page: the last ones may have room. */
    private static final String TRIAL =
            """
            INSERT INTO outbox (message_id, stream, game_id, fields, created_at)
            SELECT gen_random_uuid(), 'none', 'none',
                jsonb_build_array('none', string_agg(md5(random()::text), '')), now()
            FROM generate_series(1, 256)
            """;

    private final Database database;
    private Deadline nextLook = Deadline.in(Duration.ZERO);
    private Deadline nextTrial = Deadline.in(Duration.ZERO);
    private Optional<DependencyUnavailableException> found = Optional.empty();

    StoreCheck(Database database) {
        this.database = database;
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
        if (database.refusal().isPresent() && nextTrial.past()) {
            nextTrial = Deadline.in(FRESH);
            tryToWrite();
        }
        return database.refusal();
    }

    private void tryToWrite() {
        database.call(
                "trying to write",
                connection -> {
                    connection.setAutoCommit(false);
                    try (PreparedStatement statement = connection.prepareStatement(TRIAL)) {
                        return statement.executeUpdate();
                    } finally {
                        connection.rollback();
                    }
                });
        database.trialSucceeded();
    }
}

package rtm.main.check;

import java.util.Optional;
import java.util.UUID;

/** What boot and preflight say if Redis belongs to another database. */
public final class DatabaseWords {

    /** What to do about it. */
    public static final String ADVICE =
            "correct RTMANAGER_POSTGRES_PRIMARY_DSN, RTMANAGER_REDIS_MASTER_ADDR or"
                    + " RTMANAGER_REDIS_DB, or set RTMANAGER_ACCEPT_DATABASE_CHANGE=true for one"
                    + " start";

    private DatabaseWords() {}

    /** The finding. */
    public static String found(String recorded, UUID present) {
        return found(recorded, Optional.of(present));
    }

    /** The same; a database that no service has used has no id yet. */
    static String found(String recorded, Optional<UUID> present) {
        return ("its offsets and leases belong to database %s, but this database is %s, so jobs that"
                        + " it never did would count as done")
                .formatted(recorded, present.map(UUID::toString).orElse("new"));
    }
}

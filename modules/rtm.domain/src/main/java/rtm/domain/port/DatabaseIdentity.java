package rtm.domain.port;

import java.util.UUID;

/**
 * Distinguishes the store's database from every other one. Throws {@link
 * rtm.domain.model.DependencyUnavailableException} when PostgreSQL does not answer in time.
 */
@FunctionalInterface
public interface DatabaseIdentity {

    /** An id that was made with the database's schema and never changes; a copy has the same. */
    UUID databaseId();
}

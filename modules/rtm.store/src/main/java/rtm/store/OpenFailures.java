package rtm.store;

import java.sql.SQLException;
import rtm.store.dsn.Dsn;

/** Explains in one sentence why a first connection failed. */
final class OpenFailures {

    private OpenFailures() {}

    static StoreOpenException explain(Dsn dsn, SQLException failure) {
        SQLException answer = SqlFailures.deepest(failure);
        String sentence =
                switch (SqlAnswer.state(answer)) {
                    case "28P01" ->
                            refusesLogin(dsn)
                                    + "check the password in the DSN, and that the role exists";
                    case "08004" -> refusesLogin(dsn) + SqlFailures.words(answer);
                    case "28000" ->
                            refusesLogin(dsn)
                                    + SqlFailures.words(answer)
                                    + "; check that the role exists and pg_hba.conf lets it in";
                    case "3D000" ->
                            "PostgreSQL at %s has no database %s; run: CREATE DATABASE %s"
                                    .formatted(
                                            dsn.server(),
                                            dsn.database(),
                                            Identifiers.quote(dsn.database()));
                    case "42501" ->
                            "role %s may not connect to database %s; run: GRANT CONNECT ON DATABASE %s TO %s"
                                    .formatted(
                                            dsn.user(),
                                            dsn.database(),
                                            Identifiers.quote(dsn.database()),
                                            Identifiers.quote(dsn.user()));
                    case PoolerCheck.PROTOCOL_VIOLATION ->
                            refusesConnection(dsn, SqlFailures.words(answer));
                    case "53300" -> "PostgreSQL at " + dsn.server() + " takes no more connections";
                    case WriteCheck.READ_ONLY -> SqlFailures.words(answer);
                    case "57P03" ->
                            "PostgreSQL at " + dsn.server() + " is starting up or shutting down";
                    default ->
                            "PostgreSQL at %s cannot be reached: %s"
                                    .formatted(dsn.server(), SqlFailures.words(answer));
                };
        return new StoreOpenException(sentence, failure);
    }

    /**
     * A pooler has one code for a startup parameter that it does not know and for anything else.
     */
    private static String refusesConnection(Dsn dsn, String words) {
        String refused =
                "PostgreSQL at %s refuses the connection: %s".formatted(dsn.server(), words);
        return words.contains("startup parameter")
                ? refused
                        + "; a pooler must be in session mode and ignore the startup parameters options and search_path"
                : refused;
    }

    private static String refusesLogin(Dsn dsn) {
        return "PostgreSQL at %s refuses the login of role %s: "
                .formatted(dsn.server(), dsn.user());
    }
}

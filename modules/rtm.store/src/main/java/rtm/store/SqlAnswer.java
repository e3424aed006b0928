package rtm.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/** What a failure of PostgreSQL means for this service, by its SQLSTATE. */
enum SqlAnswer {
    /**
     * This server cannot do the work, and may never again; another may stand behind its address by
     * now, to which a new connection leads.
     */
    LEAVE,
    /** It may pass, or the connection is gone already. */
    WAIT,
    /** The server is well, and refuses just this statement: a defect here. */
    REFUSED;

    static SqlAnswer of(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            // read-only; shut down by an administrator or after a crash; database dropped; disk
            // full
            case "25006", "57P01", "57P02", "57P04", "53100" -> LEAVE;
            // lock not available, idle transaction ended by the server, a right that was taken
            case "55P03", "25P03", "42501" -> WAIT;
            // no state: the driver's or the pool's own failure, not an answer of the server
            case "" ->
                    failure instanceof SQLTransientException || hasIoCause(failure)
                            ? WAIT
                            : REFUSED;
            default -> ofClass(state.substring(0, Math.min(2, state.length())));
        };
    }

    private static SqlAnswer ofClass(String stateClass) {
        return switch (stateClass) {
            // system error: the server cannot read or write its files
            case "58" -> LEAVE;
            // connection, login, serialization and deadlock, resources, intervention
            case "08", "28", "40", "53", "57" -> WAIT;
            default -> REFUSED;
        };
    }

    /** Whether it is an answer that tells of the server, and not of one statement or session. */
    static boolean isOfTheServer(SQLException failure) {
        String state = state(failure);
        return of(failure) == LEAVE || state.startsWith("53") || state.equals("42501");
    }

    /** The SQLSTATE; empty if the failure has none. */
    static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static boolean hasIoCause(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}

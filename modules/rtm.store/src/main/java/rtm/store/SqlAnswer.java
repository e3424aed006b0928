package rtm.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/** What a failure of PostgreSQL means for this service, by its SQLSTATE. */
enum SqlAnswer {
    /**
     * This server cannot do the work, perhaps never again. A new connection may lead to another
     * server behind the same address.
     */
    LEAVE,
    /** The failure may be temporary, or the connection is already closed. */
    WAIT,
    /** The server works but refuses this statement: a defect of this program. */
    REFUSED;

    static SqlAnswer of(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            // read-only; shut down by an administrator or after a crash; database dropped; disk
            // full
            case "25006", "57P01", "57P02", "57P04", "53100" -> LEAVE;
            // lock not available, idle transaction ended by the server
            case "55P03", "25P03" -> WAIT;
            // an operator may undo it: right revoked, table, schema or column gone, sequence used
            // up, refused by a trigger
            case "42501", "42P01", "3F000", "42703", "2200H", "P0001" -> WAIT;
            // no state: a failure of the driver or the pool, not an answer of the server
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

    /**
     * Whether the answer may be about the server as a whole, not only about one statement or
     * session.
     */
    static boolean isOfTheServer(SQLException failure) {
        return of(failure) == LEAVE
                || switch (state(failure)) {
                    // late or locked: perhaps only one row, which the next write shows
                    case "57014", "55P03" -> true;
                    case "42501", "42P01", "3F000", "42703", "2200H", "P0001" -> true;
                    case String state -> state.startsWith("53");
                };
    }

    /** Whether the same statement may be accepted for other rows: a trigger or a policy refused. */
    static boolean dependsOnData(SQLException failure) {
        return switch (state(failure)) {
            case "P0001", "42501" -> true;
            case String _ -> false;
        };
    }

    /** Whether a statement was late because of a row or a lock, so that others may be in time. */
    static boolean mayBeOfOneRow(String reason) {
        return reason.equals("57014") || reason.equals("55P03");
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

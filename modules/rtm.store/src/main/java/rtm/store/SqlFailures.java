package rtm.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** Tells a server that is away from a defect here, by the class of the SQLSTATE. */
final class SqlFailures {

    private SqlFailures() {}

    /** The exception that callers of the port see. */
    static RuntimeException translate(String what, SQLException failure) {
        if (isUnavailable(failure)) {
            return unavailable(what, failure);
        }
        return new StoreDefectException(what + ": " + words(failure), failure);
    }

    static DependencyUnavailableException unavailable(String what, SQLException failure) {
        return new DependencyUnavailableException(
                Dependency.POSTGRES, what + ": " + words(failure), failure);
    }

    /** Whether the same call may work later: nothing about it was wrong. */
    static boolean isUnavailable(SQLException failure) {
        String state = state(failure);
        return switch (state) {
            // lock not available, read-only server, idle transaction ended by the server
            case "55P03", "25006", "25P03" -> true;
            // no state: the driver's or the pool's own failure, not an answer of the server
            case "" -> failure instanceof SQLTransientException || hasIoCause(failure);
            default -> isUnavailableClass(state.substring(0, Math.min(2, state.length())));
        };
    }

    private static boolean isUnavailableClass(String stateClass) {
        return switch (stateClass) {
            // connection, login, serialization and deadlock, resources, intervention, system error
            case "08", "28", "40", "53", "57", "58" -> true;
            default -> false;
        };
    }

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

    /** The failure in one line; the pool's own message is replaced by what is behind it. */
    static String words(SQLException failure) {
        Throwable told = failure;
        while (told.getCause() instanceof SQLException cause) {
            told = cause;
        }
        String message = String.valueOf(told.getMessage()).lines().findFirst().orElse("").strip();
        return switch (state(failure)) {
            case "57014" -> "it did not answer in time";
            case "25006" -> "it is a read-only standby";
            case "53300" -> "it takes no more connections";
            default -> message;
        };
    }
}

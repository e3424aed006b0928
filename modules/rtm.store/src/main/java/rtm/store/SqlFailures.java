package rtm.store;

import java.sql.SQLException;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

/** Distinguishes an unavailable server from a defect of this program, by SQLSTATE. */
final class SqlFailures {

    private SqlFailures() {}

    /** The exception that callers of the port see. */
    static RuntimeException translate(String what, SQLException failure) {
        if (SqlAnswer.of(failure) != SqlAnswer.REFUSED) {
            return unavailable(what, failure);
        }
        return new StoreDefectException(what + ": " + words(failure), failure);
    }

    static DependencyUnavailableException unavailable(String what, SQLException failure) {
        return new DependencyUnavailableException(
                Dependency.POSTGRES,
                what + ": " + words(failure),
                failure,
                reason(failure),
                SqlAnswer.dependsOnData(failure));
    }

    /** The cause of a failure in one word, equal for all failures with that cause. */
    static String reason(SQLException failure) {
        SQLException bottom = deepest(failure);
        String state = SqlAnswer.state(bottom);
        if (state.isEmpty() || state.startsWith("08")) {
            Throwable cause = bottom.getCause();
            return cause == null ? "disconnected" : cause.getClass().getSimpleName();
        }
        return state;
    }

    /** The cause of a failure of the pool. */
    static SQLException deepest(SQLException failure) {
        SQLException bottom = failure;
        while (bottom.getCause() instanceof SQLException cause) {
            bottom = cause;
        }
        return bottom;
    }

    /** The failure in one line; the pool's own message is replaced by its cause. */
    static String words(SQLException failure) {
        SQLException bottom = deepest(failure);
        String message = String.valueOf(bottom.getMessage()).lines().findFirst().orElse("").strip();
        return switch (SqlAnswer.state(bottom)) {
            case "57014" -> "it did not answer in time";
            case "25006" ->
                    message.startsWith("the server") ? message : "it takes no writes: " + message;
            case "55P03" -> "a table is locked: " + message;
            case "53100" -> "its disk is full: " + message;
            case "53300" -> "it takes no more connections";
            case "57P01", "57P02" -> "it is shutting down";
            case "57P03" -> "it is starting up or shutting down";
            default ->
                    message.contains("PKIX path")
                            ? "its certificate is not signed by an authority that this service"
                                    + " trusts (sslrootcert in the DSN)"
                            : message;
        };
    }
}

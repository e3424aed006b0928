package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import rtm.store.dsn.Dsn;

class OpenFailuresTest {

    private static final Dsn DSN =
            Dsn.parse(
                    "postgres://role:secret@db.example:6432/galaxy?search_path=rtmanager&sslmode=disable");

    @Test
    void aPoolerThatRefusesAStartupParameterIsNamedWithWhatToSet() {
        assertThat(explained("FATAL: unsupported startup parameter: search_path"))
                .hasMessage(
                        "PostgreSQL at db.example:6432 refuses the connection: FATAL: unsupported startup parameter: search_path; a pooler must be in session mode and ignore the startup parameters options and search_path");
    }

    @Test
    void aPoolerThatLostItsServerIsNotToBeSetDifferently() {
        assertThat(explained("FATAL: invalid server parameter"))
                .hasMessage(
                        "PostgreSQL at db.example:6432 refuses the connection: FATAL: invalid server parameter");
    }

    private static StoreOpenException explained(String message) {
        return OpenFailures.explain(DSN, new SQLException(message, PoolerCheck.PROTOCOL_VIOLATION));
    }
}

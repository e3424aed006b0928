package rtm.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolledBackTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void theTransactionIsRolledBackAndNeverCommitted() throws SQLException {
        RolledBack.run(connection(false), () -> calls.add("work"));

        assertThat(calls).containsExactly("setAutoCommit", "work", "rollback");
    }

    @Test
    void theFirstFailureIsTheOneThatIsReported() {
        SQLException full = new SQLException("its disk is full", "53100");

        assertThatThrownBy(() ->
                        RolledBack.run(
                                connection(true),
                                () -> {
                                    throw full;
                                }))
                .isSameAs(full)
                .hasSuppressedException(new SQLException("Connection is closed"));
    }

    /** As of the pool, which closes a connection whose server refuses the work. */
    private Connection connection(boolean closed) {
        return (Connection)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, _) -> {
                            calls.add(method.getName());
                            if (closed && method.getName().equals("rollback")) {
                                throw new SQLException("Connection is closed");
                            }
                            return null;
                        });
    }
}

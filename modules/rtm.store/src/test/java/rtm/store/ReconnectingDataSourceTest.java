package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconnectingDataSourceTest {

    private static final Connection OPEN =
            (Connection)
                    Proxy.newProxyInstance(
                            Connection.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (_, method, _) -> {
                                throw new UnsupportedOperationException(method.getName());
                            });

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch failed = new CountDownLatch(1);

    @Test
    void theFirstAttemptIsNotRepeated() {
        ReconnectingDataSource source = source(Duration.ZERO);
        failures.set(1);
        assertThatExceptionOfType(SQLException.class).isThrownBy(source::getConnection);
        assertThat(attempts).hasValue(1);
        assertThat(source.lastFailure()).isPresent();
    }

    @Test
    void aLaterAttemptIsRepeatedUntilTheServerIsBack() throws SQLException {
        ReconnectingDataSource source = source(Duration.ofMillis(1));
        assertThat(source.getConnection()).isSameAs(OPEN);
        failures.set(20);
        assertThat(source.getConnection()).isSameAs(OPEN);
        assertThat(attempts).hasValue(22);
        assertThat(source.lastFailure()).isEmpty();
    }

    @Test
    void anInterruptEndsTheWaitWithTheReason() throws Exception {
        ReconnectingDataSource source = source(Duration.ofHours(1));
        assertThat(source.getConnection()).isSameAs(OPEN);
        failures.set(Integer.MAX_VALUE);
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                connection.complete(source.getConnection());
                            } catch (SQLException e) {
                                connection.completeExceptionally(e);
                            }
                        });
        failed.await();
        waiting.interrupt();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(connection::join)
                .withMessageContaining("away");
    }

    private ReconnectingDataSource source(Duration pause) {
        return new ReconnectingDataSource("jdbc:postgresql:", Map.of(), pause) {
            @Override
            Connection connect() throws SQLException {
                attempts.incrementAndGet();
                if (failures.get() > 0) {
                    failures.decrementAndGet();
                    failed.countDown();
                    throw new SQLException("the server is away", "08006");
                }
                return OPEN;
            }
        };
    }
}

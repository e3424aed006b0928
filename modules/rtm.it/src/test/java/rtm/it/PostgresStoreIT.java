package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import rtm.domain.port.Outbox;
import rtm.domain.port.RuntimeStore;
import rtm.store.Dsn;
import rtm.store.PostgresStore;
import rtm.store.StoreSettings;
import rtm.testkit.OutboxContract;
import rtm.testkit.PostgresServer;
import rtm.testkit.RuntimeStoreContract;
import rtm.testkit.TestDatabase;

class PostgresStoreIT {

    private static TestDatabase database;
    private static PostgresStore store;

    @BeforeAll
    static void open() {
        database = PostgresServer.shared().database();
        store = PostgresStore.open(StoreSettings.defaults(Dsn.parse(database.dsn())));
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void answersItsCheck() {
        store.check();
    }

    @Test
    void remembersOneEngine() {
        assertThat(store.rememberedEngine()).isEmpty();
        store.rememberEngine("ABCD:EFGH");
        store.rememberEngine("IJKL:MNOP");
        assertThat(store.rememberedEngine()).contains("IJKL:MNOP");
    }

    @Nested
    class AsRuntimeStore extends RuntimeStoreContract {
        @Override
        protected RuntimeStore store() {
            return store;
        }

        @Override
        protected Outbox outbox() {
            return store;
        }
    }

    @Nested
    class AsOutbox extends OutboxContract {
        @Override
        protected RuntimeStore store() {
            return store;
        }

        @Override
        protected Outbox outbox() {
            return store;
        }
    }
}

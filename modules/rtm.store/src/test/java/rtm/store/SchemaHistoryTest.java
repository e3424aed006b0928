package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.store.SchemaHistory.Applied;

class SchemaHistoryTest {

    private final List<Migration> known =
            List.of(new Migration("V1__a.sql", 1, "", 11), new Migration("V2__b.sql", 2, "", 22));
    private final Applied first = new Applied("1", 11, true);
    private final Applied second = new Applied("2", 22, true);

    @Test
    void nothingIsMissingWhenEveryMigrationWasAppliedAsItIs() {
        assertThat(SchemaHistory.missing(List.of(first, second), known)).isZero();
    }

    @Test
    void missingMigrationsAreCounted() {
        assertThat(SchemaHistory.missing(List.of(), known)).isEqualTo(2);
        assertThat(SchemaHistory.missing(List.of(first), known)).isEqualTo(1);
    }

    @Test
    void aLaterVersionIsRefused() {
        List<Applied> later = List.of(first, second, new Applied("3", 33, true));

        assertThatThrownBy(() -> SchemaHistory.missing(later, known))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("has version 3")
                .hasMessageContaining("knows versions up to 2");
    }

    @Test
    void aMigrationWithOtherContentIsRefused() {
        assertThatThrownBy(() ->
                        SchemaHistory.missing(List.of(first, new Applied("2", 23, true)), known))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("V2__b.sql");
        assertThatThrownBy(() -> SchemaHistory.missing(List.of(new Applied("1", 11, false)), known))
                .isInstanceOf(StoreOpenException.class);
    }
}

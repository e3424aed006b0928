package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rtm.store.SchemaHistory.Applied;

class SchemaHistoryTest {

    private final List<Migration> known =
            List.of(new Migration("V1__a.sql", 1, "", 11), new Migration("V2__b.sql", 2, "", 22));
    private final Applied first = new Applied("1", 11, true);
    private final Applied second = new Applied("2", 22, true);

    private int missing(Applied... history) {
        return SchemaHistory.compare(List.of(history), Map.of(), known).missing();
    }

    private SchemaHistory.Comparison compareLater(Map<String, Integer> oldest) {
        return SchemaHistory.compare(
                List.of(first, second, new Applied("3", 33, true)), oldest, known);
    }

    @Test
    void nothingIsMissingWhenEveryMigrationWasAppliedAsItIs() {
        assertThat(missing(first, second)).isZero();
    }

    @Test
    void missingMigrationsAreCounted() {
        assertThat(missing()).isEqualTo(2);
        assertThat(missing(first)).isEqualTo(1);
    }

    @Test
    void aLaterVersionThatAllowsThisProgramIsAccepted() {
        assertThat(compareLater(Map.of("3", 2)).later()).contains("3");
        assertThat(compareLater(Map.of("3", 1)).missing()).isZero();
    }

    @Test
    void aLaterVersionThatAllowsOnlyLaterProgramsIsRefused() {
        assertThatThrownBy(() -> compareLater(Map.of("3", 3)))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("has version 3")
                .hasMessageContaining("programs that know version 3 or later")
                .hasMessageContaining("knows versions up to 2");
    }

    @Test
    void aLaterVersionThatStatesNothingIsRefused() {
        assertThatThrownBy(() -> compareLater(Map.of()))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("programs that know version 3 or later");
    }

    @Test
    void ofSeveralLaterVersionsTheStrictestDecides() {
        List<Applied> later =
                List.of(first, second, new Applied("3", 3, true), new Applied("4", 4, true));

        assertThatThrownBy(() -> SchemaHistory.compare(later, Map.of("3", 3, "4", 2), known))
                .hasMessageContaining("has version 3");
        assertThat(SchemaHistory.compare(later, Map.of("3", 2, "4", 2), known).later())
                .contains("4");
    }

    @Test
    void aLaterVersionThatWasAppliedInPartIsRefused() {
        List<Applied> later = List.of(first, second, new Applied("3", 33, false));

        assertThatThrownBy(() -> SchemaHistory.compare(later, Map.of("3", 2), known))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("applied only in part");
    }

    @Test
    void aLaterVersionOverAGapIsRefused() {
        List<Applied> gap = List.of(first, new Applied("3", 33, true));

        assertThatThrownBy(() -> SchemaHistory.compare(gap, Map.of("3", 2), known))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("1 earlier migrations of this program");
    }

    @Test
    void aMigrationWithOtherContentIsRefused() {
        assertThatThrownBy(() -> missing(first, new Applied("2", 23, true)))
                .isInstanceOf(StoreOpenException.class)
                .hasMessageContaining("V2__b.sql");
        assertThatThrownBy(() -> missing(new Applied("1", 11, false)))
                .isInstanceOf(StoreOpenException.class);
    }
}

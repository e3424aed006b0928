package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.DependencyUnavailableException;

class SqlFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "28P01", "40001", "40P01", "53100", "53300",
                "57014", "57P01", "57P02", "57P03", "57P05", "58030", "55P03", "25006", "25P03"
            })
    void aServerThatIsAwayOrTooSlowIsUnavailable(String state) {
        assertThat(SqlFailures.translate("reading", new SQLException("no", state)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("postgres: reading: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42601", "42P01", "42501", "23505", "23514", "22P05", "22001", "XX000", "0A000"
            })
    void aStatementThatIsRefusedIsADefect(String state) {
        assertThat(SqlFailures.translate("reading", new SQLException("no", state)))
                .isInstanceOf(StoreDefectException.class);
    }

    @Test
    void withoutAStateWhatFailedDecides() {
        assertThat(SqlFailures.isUnavailable(new SQLTransientConnectionException("no connection")))
                .isTrue();
        assertThat(SqlFailures.isUnavailable(new SQLException("cut", new EOFException()))).isTrue();
        assertThat(SqlFailures.isUnavailable(new SQLException("the driver was misused"))).isFalse();
    }

    @Test
    void aStatementCutOffByItsDeadlineIsToldInPlainWords() {
        assertThat(SqlFailures.words(new SQLException("canceling statement", "57014")))
                .isEqualTo("it did not answer in time");
    }

    @Test
    void ofAPoolsFailureTheCauseIsToldInOneLine() {
        SQLException cause = new SQLException("Connection refused.\nCheck the host", "08001");

        assertThat(SqlFailures.words(new SQLTransientConnectionException("postgres - …", cause)))
                .isEqualTo("Connection refused.");
    }
}

package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.DependencyUnavailableException;

class SqlFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "28P01", "40001", "40P01", "53100", "53300",
                "57014", "57P01", "57P02", "57P03", "57P05", "58030", "55P03", "25006", "25P03",
                "42501", "42703", "2200H", "P0001"
            })
    void aMissingOrSlowServerIsUnavailable(String state) {
        assertThat(SqlFailures.translate("reading", new SQLException("no", state)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageStartingWith("postgres: reading: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "23505", "23514", "22P05", "22001", "XX000", "0A000"})
    void aStatementThatIsRefusedIsADefect(String state) {
        assertThat(SqlFailures.translate("reading", new SQLException("no", state)))
                .isInstanceOf(StoreDefectException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "25006, LEAVE",
        "57P01, LEAVE",
        "57P02, LEAVE",
        "57P04, LEAVE",
        "53100, LEAVE",
        "58000, LEAVE",
        "58030, LEAVE",
        "53200, WAIT",
        "53300, WAIT",
        "57P03, WAIT",
        "57P05, WAIT",
        "57014, WAIT",
        "28P01, WAIT",
        "28000, WAIT",
        "08006, WAIT",
        "40001, WAIT",
        "55P03, WAIT",
        "25P03, WAIT",
        "42501, WAIT",
        "42601, REFUSED",
        "42P01, WAIT",
        "3F000, WAIT",
        "42703, WAIT",
        "2200H, WAIT",
        "P0001, WAIT",
        "23505, REFUSED",
        "XX000, REFUSED"
    })
    void eachStateHasOneConsequence(String state, SqlAnswer answer) {
        assertThat(SqlAnswer.of(new SQLException("no", state))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "25006, true",
        "57P01, true",
        "53100, true",
        "53300, true",
        "42501, true",
        "40001, false",
        "57014, true",
        "55P03, true",
        "42P01, true",
        "42703, true",
        "2200H, true",
        "P0001, true",
        "23505, false",
        "08006, false"
    })
    void aFailureOfOneStatementOrSessionIsNotAboutTheServer(String state, boolean ofTheServer) {
        assertThat(SqlAnswer.isOfTheServer(new SQLException("no", state))).isEqualTo(ofTheServer);
    }

    /** A trigger and a policy decide by the row. */
    @ParameterizedTest
    @CsvSource({"P0001, true", "42501, true", "42P01, false", "08006, false", "57014, false"})
    void aTriggersRefusalMayConcernOneGame(String state, boolean refusal) {
        assertThat(SqlFailures.unavailable("opening", new SQLException("no", state)).isRefusal())
                .isEqualTo(refusal);
    }

    @Test
    void aRefusedWriteHasAPlainMessageAndKeepsItsReason() {
        SQLException refused =
                new SQLException(
                        "ERROR: cannot execute INSERT in a read-only transaction", "25006");

        assertThat(SqlFailures.words(refused))
                .isEqualTo(
                        "it takes no writes: ERROR: cannot execute INSERT in a read-only"
                                + " transaction");
        assertThat(SqlFailures.unavailable("opening the row of game g1", refused).reason())
                .isEqualTo("25006");
        assertThat(SqlFailures.reason(new SQLException("cut", "08006", new EOFException())))
                .isEqualTo("EOFException");
    }

    @Test
    void withoutAnSqlStateTheExceptionDecides() {
        assertThat(SqlAnswer.of(new SQLTransientConnectionException("no connection")))
                .isEqualTo(SqlAnswer.WAIT);
        assertThat(SqlAnswer.of(new SQLException("cut", new EOFException())))
                .isEqualTo(SqlAnswer.WAIT);
        assertThat(SqlAnswer.of(new SQLException("the driver was misused")))
                .isEqualTo(SqlAnswer.REFUSED);
    }

    @Test
    void aStatementPastItsDeadlineHasAPlainMessage() {
        assertThat(
                        SqlFailures.words(
                                new SQLException(
                                        "SSL error: PKIX path building failed: x", "08006")))
                .startsWith("its certificate is not signed by an authority");
        assertThat(SqlFailures.words(new SQLException("canceling statement", "57014")))
                .isEqualTo("it did not answer in time");
    }

    @Test
    void aFailureOfThePoolIsReportedByItsCauseInOneLine() {
        SQLException cause = new SQLException("Connection refused.\nCheck the host", "08001");

        assertThat(SqlFailures.words(new SQLTransientConnectionException("postgres - …", cause)))
                .isEqualTo("Connection refused.");
    }
}

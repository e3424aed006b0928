package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlSummaryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SELECT a, b FROM runtime_records WHERE game_id = ?   | SELECT runtime_records
                    INSERT INTO outbox (a) VALUES (?)                    | INSERT outbox
                    UPDATE operation_log SET outcome = ? WHERE id = ?    | UPDATE operation_log
                    DELETE FROM outbox WHERE message_id = ANY (?)        | DELETE outbox
                    SELECT FROM runtime_records WHERE a = 1 FOR UPDATE   | SELECT runtime_records
                    INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO UPDATE SET b = 1 | INSERT a
                    INSERT INTO a (b) VALUES (?) RETURNING b; SELECT c FROM d | INSERT a SELECT d
                    INSERT INTO a SELECT b FROM c; SELECT d FROM c       | INSERT a SELECT c
                    SELECT 1                                             | SQL
                    """)
    void aStatementIsNamedByItsVerbsAndTables(String sql, String words) {
        assertThat(SqlSummary.of(sql).words()).isEqualTo(words);
    }
}

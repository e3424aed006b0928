package rtm.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlValuesTest {

    @Test
    void textLosesItsNuls() {
        assertThat(SqlValues.text("a\0b\0")).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\u0000b, ab",
        "\\u0000\\u0000, ''",
        "a\\\\u0000, a\\\\u0000",
        "a\\\\\\u0000, a\\\\",
        "\\u00001, 1",
        "\\u0001, \\u0001"
    })
    void jsonLosesEscapedNulsAndNothingElse(String json, String kept) {
        assertThat(SqlValues.json(json)).isEqualTo(kept);
    }

    @Test
    void timesAreCutToMicroseconds() {
        assertThat(SqlValues.time(Instant.parse("2026-01-01T00:00:00.123456789Z")).toInstant())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
    }
}

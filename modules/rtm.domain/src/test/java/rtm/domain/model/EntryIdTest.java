package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryIdTest {

    private static final List<String> RISING =
            List.of(
                    "0-0",
                    "0-1",
                    "0-18446744073709551615",
                    "1-0",
                    "1714081234567-0",
                    "1714081234567-9",
                    "1714081234567-10",
                    "9223372036854775807-0",
                    "9223372036854775808-0",
                    "18446744073709551615-9223372036854775807",
                    "18446744073709551615-9223372036854775808",
                    "18446744073709551615-18446744073709551615");

    @Test
    void bothHalvesAreOrderedWithoutSign() {
        List<EntryId> rising = RISING.stream().map(EntryId::parse).toList();
        List<EntryId> sorted = new ArrayList<>(rising);
        Collections.shuffle(sorted, new Random(7));
        Collections.sort(sorted);

        assertThat(sorted).isEqualTo(rising);
    }

    @Test
    void everyIdIsWrittenAsRedisWroteIt() {
        assertThat(RISING).allSatisfy(text -> assertThat(EntryId.parse(text)).hasToString(text));
    }

    @Test
    void zeroStandsBeforeAll() {
        assertThat(EntryId.parse("0-0")).isEqualTo(EntryId.ZERO);
        assertThat(EntryId.parse("0-1")).isGreaterThan(EntryId.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1-",
                "-1",
                "1-1-1",
                "1--1",
                "+1-1",
                "a-1",
                "1-a",
                " 1-1",
                "1-1\n",
                "18446744073709551616-0",
                "0-99999999999999999999",
                "111111111111111111111-0",
                "$"
            })
    void whatIsNoIdIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> EntryId.parse(text));
    }
}

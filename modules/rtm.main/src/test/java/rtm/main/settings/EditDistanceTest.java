package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "PROBE, PROBE, 0",
        "'', ABC, 3",
        "PROBE, PROBES, 1",
        "PROBE, PRBE, 1",
        "PROBE, PROVE, 1",
        "PROBE, RPOBE, 1",
        "REDIS, RESDIS, 1",
        "LOG_LEVEL, LOGLEVLE, 2",
        "ABC, XYZ, 3"
    })
    void countsTheSlipsBetweenTwoNames(String left, String right, int expected) {
        assertThat(EditDistance.between(left, right)).isEqualTo(expected);
        assertThat(EditDistance.between(right, left)).isEqualTo(expected);
    }
}

package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuQuotaTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1000000000",
        "1.0, 1000000000",
        "1.5, 1500000000",
        "0.01, 10000000",
        "0.123456789, 123456789",
        "1024, 1024000000000",
        "0001.5, 1500000000",
    })
    void sharesOfProcessorsAreReadExactly(String text, long nanos) {
        assertThat(CpuQuota.parse(text)).contains(new CpuQuota(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0.0",
                "0.009999999",
                "-1",
                "+1",
                "1.",
                ".",
                "1,5",
                "1e3",
                "0x1",
                "NaN",
                "Infinity",
                "1.0000000001",
                "1024.000000001",
                "99999",
                "1 1",
                "1\n1",
                "١"
            })
    void whatIsNoShareOrOutOfBoundsIsRefused(String text) {
        assertThat(CpuQuota.parse(text)).isEmpty();
    }

    @Test
    void boundsHoldHoweverItIsMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuQuota(9_999_999));
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuQuota(Long.MAX_VALUE));
    }
}

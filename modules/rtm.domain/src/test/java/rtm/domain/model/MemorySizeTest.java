package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

    @ParameterizedTest
    @CsvSource({
        "512m, 536870912",
        "512M, 536870912",
        "512mb, 536870912",
        "2g, 2147483648",
        "6m, 6291456",
        "6144k, 6291456",
        "6291456, 6291456",
        "6291456b, 6291456",
        "1t, 1099511627776",
        "1024t, 1125899906842624",
    })
    void sizesAreReadAsDockerReadsThem(String text, long bytes) {
        assertThat(MemorySize.parse(text)).contains(new MemorySize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "m",
                "b",
                "0",
                "0m",
                "-1m",
                "+1g",
                "5m",
                "6291455",
                "1025t",
                "9999999t",
                "999999999999999g",
                "9223372036854775807",
                "1.5g",
                "1e9",
                "512 m",
                "512x",
                "6291456bb",
                "512mbb",
                "512m\n512m",
                "unlimited",
                "٥١٢m"
            })
    void whatIsNoSizeOrOutOfBoundsIsRefused(String text) {
        assertThat(MemorySize.parse(text)).isEmpty();
    }

    @Test
    void boundsHoldHoweverItIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemorySize(MemorySize.SMALLEST - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemorySize(Long.MAX_VALUE));
    }
}

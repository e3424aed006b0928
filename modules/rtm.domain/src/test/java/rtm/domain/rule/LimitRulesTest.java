package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.CpuQuota;
import rtm.domain.model.EngineLimits;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.Labels;
import rtm.domain.model.MemorySize;
import rtm.domain.model.OperationException;

class LimitRulesTest {

    private static final EngineLimits DEFAULTS =
            new EngineLimits(new CpuQuota(1_000_000_000L), new MemorySize(512L << 20), 512);

    @Test
    void anImageWithoutLabelsGetsTheSettings() {
        assertThat(LimitRules.resolve(Map.of("maintainer", "x"), DEFAULTS)).isEqualTo(DEFAULTS);
    }

    @Test
    void eachLabelOverridesItsOwnSetting() {
        assertThat(LimitRules.resolve(Map.of(Labels.MEMORY, "2g"), DEFAULTS))
                .isEqualTo(new EngineLimits(DEFAULTS.cpu(), new MemorySize(2L << 30), 512));
        assertThat(
                        LimitRules.resolve(
                                Map.of(
                                        Labels.CPU_QUOTA,
                                        "0.5",
                                        Labels.MEMORY,
                                        "64m",
                                        Labels.PIDS_LIMIT,
                                        "64"),
                                DEFAULTS))
                .isEqualTo(
                        new EngineLimits(
                                new CpuQuota(500_000_000L), new MemorySize(64L << 20), 64));
    }

    @ParameterizedTest
    @CsvSource({
        "com.galaxy.cpu_quota, ''",
        "com.galaxy.cpu_quota, much",
        "com.galaxy.cpu_quota, 0",
        "com.galaxy.cpu_quota, -1",
        "com.galaxy.memory, ''",
        "com.galaxy.memory, lots",
        "com.galaxy.memory, 1m",
        "com.galaxy.memory, -512m",
        "com.galaxy.pids_limit, ''",
        "com.galaxy.pids_limit, 0",
        "com.galaxy.pids_limit, -1",
        "com.galaxy.pids_limit, 1.5",
        "com.galaxy.pids_limit, 4194305",
        "com.galaxy.pids_limit, 99999999999999999999",
        "com.galaxy.pids_limit, unlimited",
    })
    void aBadLabelIsNamedWithItsValueAndWhatIsAccepted(String label, String value) {
        assertThatThrownBy(() -> LimitRules.resolve(Map.of(label, value), DEFAULTS))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        failed ->
                                assertThat(failed.code()).isEqualTo(ErrorCode.START_CONFIG_INVALID))
                .hasMessageContaining(label)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("accepted");
    }

    @Test
    void pidsHaveTheKernelsBounds() {
        assertThat(LimitRules.resolve(Map.of(Labels.PIDS_LIMIT, "1"), DEFAULTS).pids())
                .isEqualTo(1);
        assertThat(LimitRules.resolve(Map.of(Labels.PIDS_LIMIT, "4194304"), DEFAULTS).pids())
                .isEqualTo(4_194_304);
    }
}

package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownVariablesTest {

    @ParameterizedTest
    @CsvSource({
        "RTMANAGER_PROBE_INTERVALL, RTMANAGER_PROBE_INTERVAL",
        "RTMANAGER_GAMESTATE_ROOT, RTMANAGER_GAME_STATE_ROOT",
        "RTMANAGER_LOG_LEVLE, RTMANAGER_LOG_LEVEL",
        "RTMANAGER_REDIS_STAR_JOBS_STREAM, RTMANAGER_REDIS_START_JOBS_STREAM"
    })
    void aSlipIsAnsweredWithTheNearestName(String name, String meant) {
        assertThat(UnknownVariables.warnings(environment(name)))
                .containsExactly(
                        name + " is unknown and has no effect; did you mean " + meant + "?");
    }

    @Test
    void aNameNearNoneIsOnlyNamed() {
        assertThat(UnknownVariables.warnings(environment("RTMANAGER_COLOR")))
                .containsExactly("RTMANAGER_COLOR is unknown and has no effect.");
    }

    @ParameterizedTest
    @CsvSource({
        "RTMANAGER_REDIS_ADDR, RTMANAGER_REDIS_MASTER_ADDR replaces it",
        "RTMANAGER_REDIS_TLS_ENABLED, the connection to RTMANAGER_REDIS_MASTER_ADDR is plain TCP",
        "RTMANAGER_REDIS_USERNAME, the default user signs in with RTMANAGER_REDIS_PASSWORD"
    })
    void aRemovedNameSaysWhatCameOfIt(String name, String instead) {
        assertThat(UnknownVariables.warnings(environment(name)))
                .containsExactly(name + " was removed and has no effect: " + instead + ".");
    }

    @Test
    void namesOfOthersAreLeftToThem() {
        assertThat(
                        UnknownVariables.warnings(
                                new Environment(
                                        Map.of("PATH", "x", "OTEL_X", "x", "LOBBY_REDIS_DB", "1"))))
                .isEmpty();
    }

    @Test
    void warningsComeWithGoodAndWithBadSettings() {
        assertThat(Environments.loaded(Environments.with("COLOR", "red")).warnings()).hasSize(1);
        assertThat(Environments.invalid(Map.of("RTMANAGER_GAMESTATE_ROOT", "/a")).warnings())
                .singleElement()
                .asString()
                .contains("RTMANAGER_GAME_STATE_ROOT");
    }

    private static Environment environment(String name) {
        return new Environment(Map.of(name, "hush"));
    }
}

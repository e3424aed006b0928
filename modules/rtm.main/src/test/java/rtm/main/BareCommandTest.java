package rtm.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.main.client.text.ServiceHints;

class BareCommandTest {

    private static final ServiceHints SYSTEMD = new ServiceHints(true);

    @Test
    void aTerminalWithoutSettingsLearnsWhatToType() {
        assertThat(BareCommand.help(Map.of("HOME", "/root"), true, SYSTEMD).orElseThrow())
                .contains("rtmanager help", "systemctl start rtmanager");
        assertThat(BareCommand.help(Map.of(), true, new ServiceHints(false)).orElseThrow())
                .contains("/opt/rtmanager/bin/rtmanager-as-service")
                .doesNotContain("systemctl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTMANAGER_POSTGRES_PRIMARY_DSN",
                "RTMANAGER_POSTGRES_PRIMARY_DSN_FILE",
                "NOTIFY_SOCKET",
                "JOURNAL_STREAM"
            })
    void settingsOrSystemdAskForTheService(String variable) {
        assertThat(BareCommand.help(Map.of(variable, "something"), true, SYSTEMD)).isEmpty();
    }

    @Test
    void whatHasNoTerminalIsTheService() {
        assertThat(BareCommand.help(Map.of(), false, SYSTEMD)).isEmpty();
    }
}

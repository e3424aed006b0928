package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {

    @Test
    void aLineForEachVariableInTheOrderOfTheTable() {
        assertThat(EffectiveSettings.lines(Environments.with()))
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .containsExactlyElementsOf(Variables.all().map(Variable::name).toList());
    }

    @Test
    void whatIsSetCountsElseTheDefault() {
        var environment = Environments.with("PROBE_INTERVAL", " 20s ", "PROBE_TIMEOUT", "");
        assertThat(EffectiveSettings.lines(environment))
                .contains(
                        "RTMANAGER_PROBE_INTERVAL=20s",
                        "RTMANAGER_PROBE_TIMEOUT=2s",
                        "RTMANAGER_LOBBY_INTERNAL_BASE_URL=");
    }

    @Test
    void secretsAreMasked() {
        var environment =
                Environments.with(
                        "INTERNAL_HTTP_TOKEN",
                        "token-hush",
                        "DOCKER_LOG_OPTS",
                        "splunk-token=splunk-hush,tag=game");
        assertThat(EffectiveSettings.lines(environment))
                .contains(
                        "RTMANAGER_REDIS_PASSWORD=********",
                        "RTMANAGER_INTERNAL_HTTP_TOKEN=********",
                        "RTMANAGER_DOCKER_LOG_OPTS=splunk-token=********,tag=game",
                        "RTMANAGER_POSTGRES_PRIMARY_DSN=postgres://rtmanagerservice:********"
                                + "@127.0.0.1:5432/galaxy?search_path=rtmanager&sslmode=disable")
                .noneMatch(line -> line.contains("hush"));
    }

    @Test
    void aSecretThatIsNotSetShowsAsNothing() {
        assertThat(EffectiveSettings.lines(Environments.with()))
                .contains("RTMANAGER_INTERNAL_HTTP_TOKEN=");
    }
}

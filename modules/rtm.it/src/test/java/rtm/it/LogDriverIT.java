package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.testkit.server.ServiceProcess;

/** The log driver that the packaged program gives to its engines. */
final class LogDriverIT {

    private static final String DRIVER = "RTMANAGER_DOCKER_LOG_DRIVER";
    private static final String OPTIONS = "RTMANAGER_DOCKER_LOG_OPTS";

    private static final String OPTIONS_FILE = "RTMANAGER_DOCKER_LOG_OPTS_FILE";

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"local | local", "none | none"})
    @Shows(DRIVER)
    void anEngineHasTheDriverThatIsSet(String driver, String seen) throws Exception {
        assertThat(logConfig(Map.of(DRIVER, driver))).startsWith(seen + " ");
    }

    @Test
    @Shows(OPTIONS)
    void anEngineHasTheOptionsThatAreSet() throws Exception {
        assertThat(logConfig(Map.of(DRIVER, "json-file", OPTIONS, "max-size=1m,max-file=2")))
                .isEqualTo("json-file map[max-file:2 max-size:1m]");
    }

    /** Without a driver the options are for the daemon's own. */
    @Test
    @Shows(OPTIONS_FILE)
    void itHasThemWithoutADriverTooAndFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("options"), "max-size=1m,max-file=2\n");

        assertThat(logConfig(Map.of(OPTIONS_FILE, file.toString())))
                .isEqualTo("json-file map[max-file:2 max-size:1m]");
    }

    private static String logConfig(Map<String, String> settings) throws Exception {
        try (ServiceProcess service = stage.service(settings)) {
            String game = stage.running(service, Stage.IMAGE);
            return stage.onEngine(
                            "inspect",
                            "-f",
                            "{{.HostConfig.LogConfig.Type}} {{.HostConfig.LogConfig.Config}}",
                            stage.container(game))
                    .strip();
        }
    }
}

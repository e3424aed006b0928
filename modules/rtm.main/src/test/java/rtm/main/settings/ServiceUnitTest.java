package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.testkit.document.ServiceUnit;

/** The systemd unit fits the example settings. */
class ServiceUnitTest {

    private static final Path UNIT = Path.of("../../jlink/src/dist/systemd/rtmanager.service");
    private static final Path EXAMPLE = Path.of("../../jlink/src/dist/conf/rtmanager.env.example");
    private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");

    private ServiceUnit unit;

    @BeforeEach
    void read() throws IOException {
        unit = ServiceUnit.read(UNIT);
    }

    @Test
    void theServiceEndsByItselfBeforeItIsKilled() {
        Duration most = Duration.parse("PT" + unit.one("TimeoutStopSec"));

        assertThat(defaults().process().shutdownTimeout().plusSeconds(10)).isLessThan(most);
    }

    @Test
    void systemdWaitsUntilItIsReadyAndWatchesThatItLives() {
        assertThat(unit.one("Type")).isEqualTo("notify");
        assertThat(unit.one("NotifyAccess")).isEqualTo("main");
        assertThat(unit.words("WatchdogSec")).hasSize(1);
    }

    @Test
    void theStateRootOfTheExampleIsTheOnePlaceThatCanBeWrittenTo() throws IOException {
        assertThat(EnvironmentFile.assignments(Files.readAllLines(EXAMPLE)))
                .containsEntry(
                        "RTMANAGER_GAME_STATE_ROOT",
                        unit.one("ReadWritePaths").replaceFirst("^-", ""));
    }

    @Test
    void thereAreFilesEnoughForEveryRequestAndEveryGameAtOnce() {
        int requests = defaults().http().maxConcurrentRequests();

        assertThat(Integer.parseInt(unit.one("LimitNOFILE"))).isGreaterThan(100 * requests);
    }

    @Test
    void itIsNotRootAndHasJustTheCapabilitiesOfTheStateFolders() {
        assertThat(unit.one("User")).isNotEqualTo("root");
        assertThat(unit.words("SupplementaryGroups")).containsExactly("docker");
        assertThat(unit.words("AmbientCapabilities"))
                .containsExactly("CAP_CHOWN", "CAP_FOWNER", "CAP_DAC_READ_SEARCH")
                .isEqualTo(unit.words("CapabilityBoundingSet"));
    }

    @Test
    void systemdFindsNoFaultInIt(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(SYSTEMD_ANALYZE), "there is no systemd-analyze");
        Path copy = folder.resolve("rtmanager.service");
        Files.writeString(
                copy, Files.readString(UNIT).replace(unit.one("ExecStart"), "/usr/bin/true"));

        Process verify =
                new ProcessBuilder(SYSTEMD_ANALYZE.toString(), "verify", copy.toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("rtmanager.service");
    }

    private static Settings defaults() {
        return Environments.loaded(Environments.with()).settings();
    }
}

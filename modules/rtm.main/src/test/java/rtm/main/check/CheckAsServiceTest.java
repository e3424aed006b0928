package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of systemd are small programs here; scripts/tools/systemd-trial has the real ones.
 */
class CheckAsServiceTest {

    private static final Path UNIT = Path.of("../../jlink/src/dist/systemd/rtmanager.service");

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int check(Path systemd, String systemctl, String systemdRun) throws Exception {
        return check(systemd, systemctl, systemdRun, true);
    }

    private int check(Path systemd, String systemctl, String systemdRun, boolean json)
            throws Exception {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new CheckAsService(systemd, List.of("sh", "-c", systemctl), shell(systemdRun))
                .run(new PrintedReport(out, out, json));
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script, "systemd-run");
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutSystemdItSaysSo() throws Exception {
        assertThat(check(folder.resolve("none"), "exit 9", "exit 9", false)).isEqualTo(1);
        assertThat(output()).startsWith("systemd does not run on this machine");
    }

    @Test
    void inJsonThatIsAnError() throws Exception {
        assertThat(check(folder.resolve("none"), "exit 9", "exit 9")).isEqualTo(1);
        assertThat(output())
                .startsWith(
                        "{\"error\":{\"code\":\"failed\",\"message\":\"systemd does not run on this machine");
    }

    @Test
    void withoutTheUnitItSaysSo() throws Exception {
        assertThat(check(folder, "echo No files found >&2; exit 1", "exit 9")).isEqualTo(1);
        assertThat(output()).contains("is it installed?", "No files found");
    }

    @Test
    void theCheckGetsTheUnitsRightsAndItsCodeIsTheAnswer() throws Exception {
        Path dropIn = folder.resolve("drop-in");
        Files.writeString(
                dropIn,
                """
                [Service]
                ReadWritePaths=/srv/games
                LoadCredential=redis:/etc/rtmanager/redis
                Environment=RTMANAGER_REDIS_PASSWORD_FILE=%d/redis
                """);
        String cat = "cat %s %s".formatted(UNIT.toAbsolutePath(), dropIn);

        assertThat(check(folder, cat, "printf '%s\\n' \"$@\"; exit 3")).isEqualTo(3);

        assertThat(output().lines())
                .contains(
                        "--property=User=rtmanager",
                        "--property=SupplementaryGroups=docker",
                        "--property=EnvironmentFile=/etc/rtmanager/rtmanager.env",
                        "--property=ProtectSystem=strict",
                        "--property=ReadWritePaths=-/var/lib/galaxy/games",
                        "--property=ReadWritePaths=/srv/games",
                        "--property=LoadCredential=redis:/etc/rtmanager/redis",
                        "--property=Environment=RTMANAGER_REDIS_PASSWORD_FILE=redis",
                        "--property=SystemCallFilter=@system-service @chown")
                .endsWith("--", "/opt/rtmanager/bin/rtmanager", "check", "--json")
                .noneMatch(line ->
                        line.matches(
                                "--property=(Type|Restart|ExecStart|Timeout|Watchdog|Notify).*"))
                .noneMatch(line -> line.contains("WantedBy"));
    }

    @Test
    void aUnitIsReadAsSystemdReadsIt() throws IOException {
        UnitFile unit =
                UnitFile.parse(
                        """
                        [Unit]
                        Description=User=nobody
                        [Service]
                        ; a comment
                        ExecStart=/usr/bin/old
                        ExecStart=
                        ExecStart=-/opt/a/bin/rtmanager serve
                        Environment=A=1 \\
                        # not this
                        B=2
                        [Install]
                        WantedBy=multi-user.target
                        """);
        assertThat(unit.program()).contains("/opt/a/bin/rtmanager");
        assertThat(unit.properties()).hasSize(1);
        assertThat(unit.properties().getFirst()).matches("Environment=A=1 +B=2");
    }
}

package rtm.main.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.main.check.Finding.Level;

class UnitCheckupTest {

    @TempDir Path systemd;

    private List<Finding> check(String root, String... settings) {
        return new UnitCheckup(
                        Path.of(root),
                        systemd,
                        List.of("printf", "%s\\n", "[Service]\n" + String.join("\n", settings)))
                .run();
    }

    @Test
    void aStateRootThatTheUnitMayNotWriteToIsAWarning() {
        assertThat(check("/srv/games", "ProtectSystem=strict", "ReadWritePaths=-/var/lib/games"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.found()).contains("/srv/games", "/var/lib/games");
                    assertThat(finding.advice()).contains("ReadWritePaths=/srv/games");
                });
        assertThat(
                        check(
                                "/srv/games",
                                "ProtectSystem=strict",
                                "ReadWritePaths=/srv",
                                "ReadWritePaths=",
                                "ReadWritePaths=/srv/game"))
                .extracting(Finding::level)
                .containsExactly(Level.WARN);
    }

    @Test
    void aStateRootInOneOfItsPathsIsWell() {
        assertThat(check("/srv/games/", "ProtectSystem=strict", "ReadWritePaths=/tmp -/srv"))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void withoutSystemdAUnitOrItsProtectionThereIsNothingToSay() {
        assertThat(check("/srv/games", "ProtectSystem=full")).isEmpty();
        assertThat(new UnitCheckup(Path.of("/srv"), systemd, List.of("false")).run()).isEmpty();
        assertThat(new UnitCheckup(Path.of("/srv"), systemd.resolve("no"), List.of("true")).run())
                .isEmpty();
    }
}

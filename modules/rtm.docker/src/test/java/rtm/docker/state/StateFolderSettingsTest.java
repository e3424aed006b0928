package rtm.docker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateFolderSettingsTest {

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(StateFolderSettings.of(Path.of("/var/lib/galaxy/games")).dirMode())
                .isEqualTo(0750);
    }

    @Test
    void aRelativeStateRootIsRefused() {
        assertThatThrownBy(() -> StateFolderSettings.of(Path.of("games")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the state root must be an absolute path");
    }
}

package rtm.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rtm.main.client.LocalCommand;

class MainTest {

    @Test
    void everyCommandThatEndsByItselfCanPrintJson() {
        assertThat(Main.local())
                .filteredOn(command -> command.json().isEmpty())
                .extracting(LocalCommand::name)
                .containsExactly("serve");
    }
}

package rtm.domain.ending;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;

class LastWordsTest {

    private static final ContainerId ENGINE = new ContainerId("c0ffee");

    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private final LastWords lastWords = new LastWords(docker);

    private String lastWords(boolean oom, int code, String... lines) {
        docker.place(
                new ObservedContainer(
                        ENGINE, "x", "i:1", ContainerState.RUNNING, java.util.Map.of()));
        for (String line : lines) {
            docker.write(ENGINE, line);
        }
        docker.exit(ENGINE, code, oom);
        return lastWords.of(docker.inspect(ENGINE).orElseThrow());
    }

    @Test
    void theLastLineIsShownWithoutWhatATerminalWouldObey() {
        assertThat(
                        lastWords(
                                false,
                                3,
                                "first",
                                "\u001b[31mcannot read the map\u001b[0m\u0007",
                                " "))
                .isEqualTo("exit code 3, and it last wrote \"cannot read the map\"");
    }

    @Test
    void aLineWithoutAnEndIsCut() {
        assertThat(lastWords(true, 137, "x".repeat(3000)))
                .isEqualTo(
                        "exit code 137, out of memory, and it last wrote \"%s…\""
                                .formatted("x".repeat(200)));
    }
}

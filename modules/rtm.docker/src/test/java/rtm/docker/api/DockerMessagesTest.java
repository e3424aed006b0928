package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerMessagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Status 409: {\"message\":\"name is taken\"}|name is taken",
                "Status 500: {\"message\":\" spaces around \"}|spaces around",
                "Status 500: {\"error\":\"no message\"}|{\"error\":\"no message\"}",
                "Status 500: {\"message\":|{\"message\":",
                "Status 404: page not found|page not found",
                "Status 409: {\"message\":\"Conflict. It is in use. You have to remove (or rename) that container to be able to reuse that name.\"}|Conflict. It is in use.",
                "Status 409: {\"message\":\"in use by c. You have to remove that container to be able to reuse that name: that name is already in use\"}|in use by c.",
                "Status 304: |Docker answered with status 304 and no message",
                "plain words|plain words"
            })
    void onlyDockersOwnMessageIsLeft(String message, String words) {
        assertThat(DockerMessages.clean(message)).isEqualTo(words);
    }

    @Test
    void linesBecomeOne() {
        assertThat(DockerMessages.of(new ConflictException("{\"message\":\"one\\r\\n  two\"}\n")))
                .isEqualTo("one two");
    }

    @Test
    void messagesAreBounded() {
        assertThat(DockerMessages.clean("x".repeat(5000))).hasSize(1001).endsWith("…");
    }

    @Test
    void durationsAreReadable() {
        assertThat(DockerMessages.say(Duration.ofMinutes(1))).isEqualTo("60 s");
        assertThat(DockerMessages.say(Duration.ofMillis(250))).isEqualTo("250 ms");
    }
}

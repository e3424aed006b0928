package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Status 409: {\"message\":\"name is taken\"}|name is taken",
                "Status 500: {\"message\":\" spaces around \"}|spaces around",
                "Status 500: {\"error\":\"no message\"}|{\"error\":\"no message\"}",
                "Status 500: {\"message\":|{\"message\":",
                "Status 404: page not found|page not found",
                "Status 304: |Docker answered with status 304 and no words",
                "plain words|plain words"
            })
    void onlyDockersOwnMessageIsLeft(String message, String words) {
        assertThat(DockerWords.clean(message)).isEqualTo(words);
    }

    @Test
    void linesBecomeOne() {
        assertThat(DockerWords.of(new ConflictException("{\"message\":\"one\\r\\n  two\"}\n")))
                .isEqualTo("one two");
    }

    @Test
    void noMessageIsEndless() {
        assertThat(DockerWords.clean("x".repeat(5000))).hasSize(1001).endsWith("…");
    }

    @Test
    void durationsAreSaidAsPeopleSayThem() {
        assertThat(DockerWords.say(Duration.ofMinutes(1))).isEqualTo("60 s");
        assertThat(DockerWords.say(Duration.ofMillis(250))).isEqualTo("250 ms");
    }
}

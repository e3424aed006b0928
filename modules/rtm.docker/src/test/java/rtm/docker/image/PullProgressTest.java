package rtm.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import rtm.docker.api.DockerJson;

class PullProgressTest {

    private final PullProgress progress = new PullProgress();

    private void line(String json) throws IOException {
        progress.moved();
        progress.step(DockerJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void beforeTheFirstLineThereIsNone() {
        assertThat(progress.words()).isEmpty();
    }

    @Test
    void layersAreCountedAndTheirBytesAdded() throws IOException {
        line("{\"status\":\"Pulling from galaxy/game\",\"id\":\"1.4.0\"}");
        line("{\"status\":\"Pulling fs layer\",\"id\":\"a\"}");
        line("{\"status\":\"Pulling fs layer\",\"id\":\"b\"}");
        line(
                "{\"status\":\"Downloading\",\"id\":\"a\","
                        + "\"progressDetail\":{\"current\":7000000,\"total\":7000000}}");
        line("{\"status\":\"Pull complete\",\"id\":\"a\",\"progressDetail\":{}}");
        line(
                "{\"status\":\"Downloading\",\"id\":\"b\","
                        + "\"progressDetail\":{\"current\":1000000,\"total\":13000000}}");

        assertThat(progress.words())
                .isEqualTo("Downloading, 1 of 2 layers complete, 8 of 20 MB downloaded");
    }

    @Test
    void whatDockerWritesStaysOneShortLineAndFewLayers() throws IOException {
        for (int i = 0; i < 1000; i++) {
            line("{\"status\":\"one\\ntwo %s\",\"id\":\"%d\"}".formatted("x".repeat(500), i));
        }

        assertThat(progress.words())
                .hasSizeLessThan(200)
                .doesNotContain("\n")
                .contains("0 of 256 layers");
    }
}

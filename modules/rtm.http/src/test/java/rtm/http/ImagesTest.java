package rtm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.model.ImageReference;

class ImagesTest {

    private static final String IMAGES = "/api/v1/internal/images";
    private static final ImageReference OLD = new ImageReference("galaxy/game:1.3.0");

    private Served served;

    @BeforeEach
    void open() throws IOException {
        served = new Served();
        served.put(Records.running("g1"));
        served.world.docker.images().add(OLD);
    }

    @AfterEach
    void close() throws IOException {
        served.close();
    }

    private Answered ask(String method, String target, String body) throws IOException {
        return RawHttpClient.ask(
                served.port(),
                "%s %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(method, target, body.length(), body));
    }

    private String pull(ImageReference image) throws IOException {
        URLConnection pull =
                URI.create("http://localhost:%d%s/pull".formatted(served.port(), IMAGES))
                        .toURL()
                        .openConnection();
        pull.setDoOutput(true);
        pull.setRequestProperty("Content-Type", "application/json");
        pull.getOutputStream()
                .write("{\"image_ref\":\"%s\"}".formatted(image).getBytes(StandardCharsets.UTF_8));
        return new String(pull.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void imagesAreListedWithTheirGamesAndWhatKeepsThem() throws IOException {
        assertThat(served.get(IMAGES).body())
                .contains(
                        "{\"image_ref\":\"galaxy/game:1.3.0\",\"image_id\":\"sha256:galaxy/game:1.3.0\",\"size_bytes\":1000000,"
                                + "\"games\":0,\"last_used_at\":null,\"kept\":null}")
                .contains("\"games\":1,")
                .contains("\"kept\":\"a game or an operation in progress needs it\"");
    }

    @Test
    void onlyAnImageThatNothingKeepsIsRemoved() throws IOException {
        assertThat(ask("DELETE", IMAGES + "?image_ref=galaxy/game:1.3.0", "").status())
                .isEqualTo(200);
        assertThat(served.world.docker.imageLabels(OLD)).isEmpty();
        assertThat(ask("DELETE", IMAGES + "?image_ref=galaxy/game:1.4.0", "").message())
                .isEqualTo(
                        "image galaxy/game:1.4.0 stays: a game or an operation in progress needs it");
        assertThat(ask("DELETE", IMAGES + "?image_ref=_", "").status()).isEqualTo(400);
        assertThat(ask("DELETE", IMAGES, "").status()).isEqualTo(400);
    }

    @Test
    void aPullShowsItsEnd() throws IOException {
        ImageReference fresh = new ImageReference("galaxy/game:1.9.0");
        served.world.docker.images().addToRegistry(fresh, Map.of());

        assertThat(pull(fresh)).contains("event:end");
        assertThat(served.world.docker.imageLabels(fresh)).isPresent();
    }

    @Test
    void aPullThatIsRefusedSaysSo() throws IOException {
        assertThat(pull(new ImageReference("galaxy/none:1.0.0")))
                .contains("event:failed", "\"code\":\"image_pull_failed\"");
    }
}

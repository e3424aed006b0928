package rtm.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.ImageReference;

class PullFailureTest {

    private static final Path FILE = Path.of("/etc/games/config.json");
    private static final ImageReference IMAGE = new ImageReference("galaxy/game:1.4.0");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_FOUND|manifest for galaxy/game:1.4.0 not found: manifest unknown",
                "NOT_FOUND|pull access denied for galaxy/game, repository does not exist or may"
                        + " require 'docker login': denied: requested access is denied",
                "UNAUTHORIZED|Head \"https://r.test/v2/galaxy/game/manifests/1.4.0\": unauthorized:"
                        + " authentication required",
                "UNAUTHORIZED|Get https://r.test/v2/: no basic auth credentials",
                "UNREACHABLE|Get \"https://r.test/v2/\": dial tcp: lookup r.test: no such host",
                "UNREACHABLE|Get \"http://127.0.0.1:1/v2/\": dial tcp 127.0.0.1:1: connect:"
                        + " connection refused",
                "UNREACHABLE|net/http: request canceled while waiting for connection",
                "UNREACHABLE|Get \"https://r.test/v2/\": x509: certificate signed by unknown"
                        + " authority",
                "UNREACHABLE|http: server gave HTTP response to HTTPS client",
                "DISK_FULL|failed to register layer: Error processing tar file(exit status 1):"
                        + " write /a: no space left on device",
                "TOO_MANY|toomanyrequests: You have reached your pull rate limit.",
                "UNAUTHORIZED|unknown: failed to resolve reference \"r.test/galaxy/game:1.4.0\": unexpected status from"
                        + " HEAD request to https://r.test/v2/galaxy/game/manifests/1.4.0: 401 Unauthorized",
                "NOT_FOUND|unknown: failed to resolve reference \"r.test/galaxy/game:1.4.0\": unexpected status from"
                        + " HEAD request to https://r.test/v2/galaxy/game/manifests/1.4.0: 403 Forbidden",
                "TOO_MANY|unknown: failed to resolve reference \"r.test/galaxy/game:1.4.0\": unexpected status from"
                        + " HEAD request to https://r.test/v2/galaxy/game/manifests/1.4.0: 429 Too Many",
                "UNREACHABLE|unknown: failed to resolve reference \"r.test/galaxy/game:1.4.0\": unexpected status from"
                        + " HEAD request to https://r.test/v2/galaxy/game/manifests/1.4.0: 503 Service Unavailable",
                "OTHER|something nobody has seen"
            })
    void dockersMessageShowsTheCause(PullFailure failure, String words) {
        assertThat(PullFailure.classify(IMAGE, words)).isEqualTo(failure);
    }

    @Test
    void theNameOfAnImageDoesNotDecide() {
        ImageReference image = new ImageReference("galaxy/timeout-eof:1.0.0");
        assertThat(PullFailure.classify(image, "manifest for galaxy/timeout-eof:1.0.0 not found"))
                .isEqualTo(PullFailure.NOT_FOUND);
    }

    @Test
    void theSentenceNamesTheImageAndKeepsDockersWords() {
        assertThat(PullFailure.of(IMAGE, FILE, "no space left on device"))
                .hasMessage(
                        "the disk of the Docker host is full, so galaxy/game:1.4.0 could not be"
                                + " pulled; Docker says: no space left on device");
    }

    @Test
    void refusedCredentialsAreNamedWithTheirFile() {
        assertThat(PullFailure.of(IMAGE, FILE, "no basic auth credentials"))
                .hasMessage(
                        "the registry requires credentials for galaxy/game:1.4.0, or refuses the"
                                + " given ones: check /etc/games/config.json; Docker says: no basic"
                                + " auth credentials");
        assertThat(PullFailure.of(IMAGE, FILE, "access denied"))
                .hasMessageContaining(
                        "check the reference and the credentials in /etc/games/config.json;");
    }
}

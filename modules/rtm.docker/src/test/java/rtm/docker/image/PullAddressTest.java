package rtm.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtm.domain.model.ImageReference;

class PullAddressTest {

    private static final String DIGEST =
            "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "galaxy/game:1.4.0, galaxy/game, 1.4.0",
        "galaxy/game, galaxy/game, latest",
        "localhost:5000/galaxy/game:1.4.0, localhost:5000/galaxy/game, 1.4.0",
        "localhost:5000/galaxy/game, localhost:5000/galaxy/game, latest",
        "galaxy/game@" + DIGEST + ", galaxy/game, " + DIGEST,
        "galaxy/game:1.4.0@" + DIGEST + ", galaxy/game, " + DIGEST
    })
    void exactlyOneTagOrDigestIsPulled(String reference, String repository, String tag) {
        assertThat(PullAddress.of(new ImageReference(reference)))
                .isEqualTo(new PullAddress(repository, tag));
    }
}

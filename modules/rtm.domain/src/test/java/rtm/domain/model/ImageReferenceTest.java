package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String SHA256 = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "game, game, , , ",
        "galaxy/game, galaxy/game, , , ",
        "galaxy/game:1.4.0, galaxy/game, 1.4.0, , ",
        "galaxy/game:v1.4.0-rc.1, galaxy/game, v1.4.0-rc.1, , ",
        "a/b/c/d:latest, a/b/c/d, latest, , ",
        "my_game/en__gine.x-y--z:_1, my_game/en__gine.x-y--z, _1, , ",
        "localhost/game:1, localhost/game, 1, , localhost",
        "localhost:5000/game, localhost:5000/game, , , localhost:5000",
        "registry.example.com/galaxy/game:1.4.0,"
                + " registry.example.com/galaxy/game, 1.4.0, , registry.example.com",
        "Registry.Example.Com:443/game, Registry.Example.Com:443/game, , , Registry.Example.Com:443",
        "10.0.0.7:5000/game:2, 10.0.0.7:5000/game, 2, , 10.0.0.7:5000",
        "[::1]/game, [::1]/game, , , [::1]",
        "[fd00::7]:5000/galaxy/game:1, [fd00::7]:5000/galaxy/game, 1, , [fd00::7]:5000",
        "game:5000, game, 5000, , ",
    })
    void aReferenceFallsIntoItsParts(
            String text, String repository, String tag, String digest, String registry) {
        ImageReference image = ImageReference.parse(text).orElseThrow();

        assertThat(image.value()).isEqualTo(text);
        assertThat(image.repository()).isEqualTo(repository);
        assertThat(image.tag()).isEqualTo(Optional.ofNullable(tag));
        assertThat(image.digest()).isEqualTo(Optional.ofNullable(digest));
        assertThat(image.registry()).isEqualTo(Optional.ofNullable(registry));
    }

    @Test
    void aDigestStandsAloneOrBehindATag() {
        ImageReference alone = new ImageReference("galaxy/game@" + SHA256);
        ImageReference behind = new ImageReference("localhost:5000/game:1.4.0@" + SHA256);

        assertThat(alone.tag()).isEmpty();
        assertThat(alone.digest()).contains(SHA256);
        assertThat(behind.tag()).contains("1.4.0");
        assertThat(behind.digest()).contains(SHA256);
        assertThat(behind.repository()).isEqualTo("localhost:5000/game");
    }

    static Stream<String> knownDigests() {
        return Stream.of(
                "sha256:" + "a".repeat(64),
                "sha384:" + "a".repeat(96),
                "sha512:" + "a".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("knownDigests")
    void dockersThreeAlgorithmsAreTaken(String digest) {
        assertThat(ImageReference.parse("game@" + digest)).isPresent();
    }

    static Stream<String> badDigests() {
        return Stream.of(
                "sha256:" + "a".repeat(63),
                "sha256:" + "a".repeat(65),
                "sha256:" + "A".repeat(64),
                "sha256:" + "g".repeat(64),
                "md5:" + "a".repeat(32),
                "SHA256:" + "a".repeat(64),
                "sha256",
                "sha256:",
                SHA256 + "@" + SHA256,
                SHA256 + ":latest");
    }

    @ParameterizedTest
    @MethodSource("badDigests")
    void aDigestThatDockerWouldRefuseIsRefused(String digest) {
        assertThat(ImageReference.parse("game@" + digest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Galaxy//Game::",
                "../../etc",
                "..",
                "/game",
                "game/",
                "game:",
                ":1.4.0",
                "@" + "sha256",
                "galaxy//game",
                "GAME",
                "galaxy/Game",
                "galaxy/game:1.4.0 ",
                " galaxy/game",
                "galaxy/game:1.4.0\n",
                "galaxy/game\n:1",
                "galaxy/game:1\0",
                "galaxy/game:-1",
                "galaxy/game:.1",
                "galaxy/game:1+2",
                "galaxy/game:1:2",
                "galaxy/game:grün",
                "-galaxy/game",
                "galaxy-/game",
                "galaxy/_game",
                "galaxy/game_",
                "galaxy/a___b",
                "galaxy/a..b",
                "galaxy/a._b",
                "registry.example.com:/game",
                "registry.example.com:port/game",
                "registry.example.com:123456/game",
                "-registry.example.com/game",
                "registry..com/game",
                "[::1/game",
                "::1/game",
                "[::1]",
                "[fe80::1%eth0]/game",
                "https://registry.example.com/game",
                "game?x=1",
                "game#1",
                "game\\..\\x",
                "galaxy/game --privileged",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    @MethodSource("tooLongOnes")
    void whatIsNoReferenceIsRefused(String text) {
        assertThat(ImageReference.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageReference(text));
    }

    static Stream<String> tooLongOnes() {
        return Stream.of(
                "a".repeat(600),
                "a".repeat(256),
                "a/".repeat(128) + "b",
                "game:" + "1".repeat(129),
                "a-".repeat(300),
                "A".repeat(600) + "/");
    }

    @Test
    void theLongestNameAndTagAreTaken() {
        assertThat(ImageReference.parse("a".repeat(255) + ":" + "1".repeat(128))).isPresent();
    }
}

package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.ImageReference;

class PatchPermissionTest {

    @ParameterizedTest
    @CsvSource({
        "game:1.4.0, game:1.4.1",
        "game:1.4.9, game:1.4.10",
        "game:1.4.1, game:1.4.0",
        "game:v1.4.0, game:1.4.1",
        "game:1.4.0, game:v1.4.1",
        "game:1.4.0, game:v1.4.0",
        "game:1.4.0, game:1.4.0-rc.1",
        "game:1.4.0-alpha-x.7.z-92, game:1.4.0--",
        "game:0.0.0, game:0.0.18446744073709551616",
        "game:99999999999999999999.1.0, game:99999999999999999999.1.7",
        "host.example:5000/a/game:1.4.0, host.example:5000/a/game:1.4.1",
    })
    void aPatchIsGranted(String current, String next) {
        assertThat(judge(current, next)).isEqualTo(new PatchPermission.Granted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"game:latest", "game", "game:1.4.0", "other:1.0"})
    void theSameReferenceIsTheSameWhateverItsTag(String image) {
        assertThat(judge(image, image)).isEqualTo(new PatchPermission.Same());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "game",
                "game:latest",
                "game:1",
                "game:1.4",
                "game:1.4.0.1",
                "game:01.4.0",
                "game:1.04.0",
                "game:1.4.00",
                "game:vv1.4.0",
                "game:V1.4.0",
                "game:1.4.0-",
                "game:1.4.0-01",
                "game:1.4.0-a..b",
                "game:1.4.0-a_b",
                "game:1.4.0_1",
                "game:1.4.x",
                "game:1.4.1@sha256:"
                        + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "game@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            })
    void whatIsNoSemanticVersionIsNamed(String image) {
        PatchPermission notSemver = new PatchPermission.NotSemver(new ImageReference(image));
        assertThat(judge("game:1.4.0", image)).isEqualTo(notSemver);
        assertThat(judge(image, "game:1.4.0")).isEqualTo(notSemver);
    }

    @ParameterizedTest
    @CsvSource({
        "game:1.4.0, game:1.5.0, the minor version",
        "game:1.4.0, game:1.3.9, the minor version",
        "game:1.4.0, game:1.40.0, the minor version",
        "game:1.4.0, game:2.4.0, the major version",
        "game:1.4.0, game:11.4.0, the major version",
        "game:1.4.0, other:1.4.1, the repository",
        "game:1.4.0, host.example/game:1.4.1, the repository",
    })
    void whatIsMoreThanAPatchIsToldByItsDifference(String current, String next, String difference) {
        assertThat(judge(current, next)).isEqualTo(new PatchPermission.MoreThanAPatch(difference));
    }

    @Test
    void theNewTagIsJudgedBeforeTheCurrentOne() {
        assertThat(judge("game:latest", "game:stable"))
                .isEqualTo(new PatchPermission.NotSemver(new ImageReference("game:stable")));
    }

    private static PatchPermission judge(String current, String next) {
        return PatchPermission.judge(new ImageReference(current), new ImageReference(next));
    }
}

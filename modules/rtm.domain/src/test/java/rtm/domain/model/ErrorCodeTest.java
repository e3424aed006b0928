package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {

    @Test
    void onlyTheThreeFirstTouchFailuresAreToldToAdmins() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::reportedToAdmins))
                .containsExactlyInAnyOrder(
                        ErrorCode.START_CONFIG_INVALID,
                        ErrorCode.IMAGE_PULL_FAILED,
                        ErrorCode.CONTAINER_START_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request, CALLER",
        "start_config_invalid, CALLER",
        "image_ref_not_semver, CALLER",
        "not_found, CALLER",
        "conflict, STATE",
        "semver_patch_only, STATE",
        "image_pull_failed, ENGINE",
        "container_start_failed, ENGINE",
        "service_unavailable, DEPENDENCY",
        "internal_error, INTERNAL",
    })
    void aCodeOfTheContractSaysWhoCanMendIt(String wire, ErrorKind kind) {
        assertThat(WireName.require(ErrorCode.class, wire).kind()).isEqualTo(kind);
    }
}

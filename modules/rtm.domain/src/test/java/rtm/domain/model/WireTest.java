package rtm.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    @Test
    void theClosedSetsBearTheNamesOfTheContract() {
        assertThat(names(StopReason.values()))
                .containsExactly(
                        "orphan_cleanup", "cancelled", "finished", "admin_request", "timeout");
        assertThat(names(RuntimeStatus.values())).containsExactly("running", "stopped", "removed");
        assertThat(names(OperationKind.values()))
                .containsExactly(
                        "start",
                        "stop",
                        "restart",
                        "patch",
                        "cleanup_container",
                        "reconcile_adopt",
                        "reconcile_dispose",
                        "reconcile_observed_exited");
        assertThat(names(OperationSource.values()))
                .containsExactly(
                        "lobby_stream", "gm_rest", "admin_rest", "auto_ttl", "auto_reconcile");
        assertThat(names(HealthStatus.values()))
                .containsExactly(
                        "starting",
                        "healthy",
                        "exited",
                        "oom",
                        "container_disappeared",
                        "inspect_unhealthy",
                        "probe_failed",
                        "stopped");
        assertThat(names(HealthSource.values()))
                .containsExactly("operation", "docker_event", "inspect", "probe", "reconcile");
        assertThat(names(PullPolicy.values())).containsExactly("always", "if_missing", "never");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (StopReason reason : StopReason.values()) {
            assertThat(WireName.parse(StopReason.class, reason.wire())).contains(reason);
            assertThat(WireName.require(StopReason.class, reason.wire())).isEqualTo(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CANCELLED", "Cancelled", " cancelled", "cancelled\n", "other"})
    void onlyTheExactNameIsRead(String text) {
        assertThat(WireName.parse(StopReason.class, text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireName.require(StopReason.class, text));
    }

    @Test
    void namesDoNotDependOnTheLanguageOfTheHost() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(StopReason.TIMEOUT.wire()).isEqualTo("timeout");
            assertThat(PullPolicy.IF_MISSING.wire()).isEqualTo("if_missing");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> names(WireName[] set) {
        return Arrays.stream(set).map(WireName::wire).toList();
    }
}

package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rtm.domain.model.OperationKind;
import rtm.domain.model.WireName;

class TermsTest {

    private static final Optional<Duration> NOW = Optional.of(Duration.ofMillis(900));
    private static final Optional<Duration> LATER = Optional.of(Duration.ofSeconds(42));

    @Test
    void everyKindOfOperationHasWordsThatOperatorsUse() {
        assertThat(Stream.of(OperationKind.values()).map(WireName::wire).map(Terms::kind))
                .containsExactly(
                        "start",
                        "stop",
                        "restart",
                        "patch",
                        "removal",
                        "adopt",
                        "loss noted",
                        "end noted");
        assertThat(Terms.kind("of_another_version")).isEqualTo("of another version");
    }

    @Test
    void aProcessOnOneOfSeveralNodesSaysWhoElseIsAtWork() {
        Optional<String> leader = Optional.of("10.0.0.5:8096");
        List<Optional<String>> standby = List.of(Optional.of("10.0.0.5:8097"));
        assertThat(Terms.role("leading", leader, standby, List.of()))
                .isEqualTo("leader with 1 standby at 10.0.0.5:8097");
        assertThat(Terms.role("leading", leader, List.of(), List.of("vm-2", "vm-3")))
                .isEqualTo("leader, at work on other nodes: vm-2, vm-3");
        assertThat(Terms.role("on_node", leader, List.of(), List.of("vm-2")))
                .isEqualTo("works on its node, leader: 10.0.0.5:8096");
    }

    @Test
    void theAgeOfAnEndIsBeforeTheNumberOfEnds() {
        Instant now = Instant.parse("2026-04-28T12:00:00Z");
        Optional<Instant> then = Optional.of(now.minusSeconds(10));

        assertThat(Terms.health("exited", "exited 7" + Terms.ends(3), true, false, then, now))
                .isEqualTo("exited 7, 10s ago, 3 ends within 1h");
        assertThat(Terms.health("probe_failed", "probe failed", true, false, then, now))
                .isEqualTo("probe failed, 10s ago");
        assertThat(Terms.health("healthy", "healthy", false, false, then, now))
                .isEqualTo("healthy");
    }

    @Test
    void anOperationInItsFirstSecondHasNoAge() {
        assertThat(
                        Terms.inProgress(
                                "start",
                                Optional.of("g:1"),
                                "lobby_stream",
                                NOW,
                                Optional.of("pull")))
                .isEqualTo("start of g:1 by lobby, waits for the pull");
        assertThat(
                        Terms.inProgress(
                                "start", Optional.empty(), "lobby_stream", LATER, Optional.empty()))
                .isEqualTo("start by lobby for 42s");
        assertThat(Terms.open("start", "lobby_stream", NOW, Optional.of("pulls g:1")))
                .isEqualTo("start, lobby, in progress, pulls g:1");
        assertThat(Terms.open("start", "lobby_stream", LATER, Optional.empty()))
                .isEqualTo("start, lobby, for 42s");
    }

    @Test
    void anEndIsAsOldAsItselfAndNotAsItsDiscovery() {
        Instant ended = Instant.parse("2026-01-02T12:00:00Z");
        Optional<Instant> observed = Optional.of(ended.plusSeconds(47));
        Optional<Instant> started = Optional.of(ended.minusSeconds(60));
        Optional<Instant> end = Optional.of(ended);

        assertThat(Terms.seenSince("exited", observed, started, end)).contains(ended);
        assertThat(Terms.seenSince("exited", observed, Optional.of(ended.plusSeconds(1)), end))
                .as("the end of an engine before this one")
                .isEqualTo(observed);
        assertThat(Terms.seenSince("probe_failed", observed, started, end)).isEqualTo(observed);
        assertThat(Terms.seenSince("exited", observed, started, Optional.empty()))
                .isEqualTo(observed);
    }
}

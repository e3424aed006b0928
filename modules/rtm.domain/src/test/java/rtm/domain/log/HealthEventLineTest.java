package rtm.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthObservation;
import rtm.domain.model.HealthSource;

class HealthEventLineTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    static Stream<HealthObservation> bad() {
        return Stream.of(
                new HealthObservation.ContainerExited(7, false),
                new HealthObservation.ContainerExited(137, true),
                new HealthObservation.ContainerOom(137),
                new HealthObservation.ContainerDisappeared(),
                new HealthObservation.InspectUnhealthy(1, ContainerState.EXITED, ""),
                new HealthObservation.ProbeFailed(3, 500, "unexpected status 500"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void whatIsWrongIsAWarningWithTheSameKeysAndNoJava(HealthObservation seen) {
        new HealthEventLine(Log.of(HealthEventLineTest.class))
                .write(new GameId("g1"), new ContainerId("c1"), HealthSource.DOCKER_EVENT, seen);

        assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .containsPattern(
                        "health event game_id=g1 container_id=c1 event_type="
                                + seen.eventType()
                                + " source=docker_event details=")
                .doesNotContain("[exit")
                .doesNotContain("Status=")
                .doesNotContain(seen.getClass().getSimpleName());
    }
}

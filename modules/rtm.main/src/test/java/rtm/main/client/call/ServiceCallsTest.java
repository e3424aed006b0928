package rtm.main.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a command waits for the service. */
final class ServiceCallsTest {

    private static final Duration CALL_OF_DOCKER = Duration.ofSeconds(10);

    @Test
    void aReadWaitsLongerThanTheServiceWaitsForADockerThatHangs() {
        assertThat(ServiceCalls.READ).isGreaterThan(CALL_OF_DOCKER.multipliedBy(2).plusSeconds(5));
    }
}

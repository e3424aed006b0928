package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;

class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "READONLY You can't write against a read only replica.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "NOAUTH Authentication required.",
                "WRONGPASS invalid username-password pair or user is disabled.",
                "BUSY Redis is busy running a script.",
                "NOREPLICAS Not enough good replicas to write."
            })
    void aServerThatIsUnwellRefusesNothing(String reply) {
        RedisCommandExecutionException failure = new RedisCommandExecutionException(reply);

        assertThat(Failures.refusal(failure)).isEmpty();
        assertThat(Failures.unavailable(failure).text()).isEqualTo("redis: answered " + reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "NOPERM this user has no permissions to access one of the keys",
                "ERR The stream has exhausted the last possible ID"
            })
    void aServerThatIsWellRefusesACommand(String reply) {
        RedisCommandExecutionException failure = new RedisCommandExecutionException(reply);

        assertThat(Failures.refusal(new ExecutionException(failure))).contains(reply);
    }

    @Test
    void aBrokenConnectionIsNoAnswerAtAll() {
        assertThat(Failures.errorReply(new RedisException("Connection disconnected"))).isEmpty();
        assertThat(Failures.errorReply(new RedisCommandTimeoutException("late"))).isEmpty();
        assertThat(Failures.refusal(new RedisConnectionException("gone"))).isEmpty();
    }

    @Test
    void theWordsAreThoseOfTheInnermostCause() {
        DependencyUnavailableException unavailable =
                Failures.unavailable(
                        new RedisConnectionException(
                                "Unable to connect", new ConnectException("Connection refused")));

        assertThat(unavailable.dependency()).isEqualTo(Dependency.REDIS);
        assertThat(unavailable.text()).isEqualTo("redis: Connection refused");
    }

    @Test
    void aCauseWithoutWordsIsNamed() {
        assertThat(Failures.innermost(new IllegalStateException()))
                .isEqualTo("IllegalStateException");
    }
}

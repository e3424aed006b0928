package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
                "OOM command not allowed when used memory > 'maxmemory'.",
                "MISCONF Redis is configured to save RDB snapshots, but cannot persist on disk",
                "READONLY You can't write against a read only replica.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "NOAUTH Authentication required.",
                "WRONGPASS invalid username-password pair or user is disabled.",
                "BUSY Redis is busy running a script.",
                "NOREPLICAS Not enough good replicas to write."
            })
    void aServerThatCannotWorkRefusesNoCommand(String reply) {
        RedisCommandExecutionException failure = new RedisCommandExecutionException(reply);

        assertThat(Failures.refusal(failure)).isEmpty();
        assertThat(Failures.unavailable(failure).text())
                .startsWith("redis: it ")
                .endsWith(": " + reply);
        assertThat(Failures.unavailable(failure).reason()).isEqualTo(ErrorReply.of(reply).reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "NOPERM this user has no permissions to access one of the keys",
                "ERR The stream has exhausted the last possible ID"
            })
    void aWorkingServerRefusesACommand(String reply) {
        RedisCommandExecutionException failure = new RedisCommandExecutionException(reply);

        assertThat(Failures.refusal(new ExecutionException(failure))).contains(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key script: 7f923f79fe, on @user_script:1.",
                "ERR Error running script (call to f_7f923f79fe): @user_script:4: WRONGTYPE Operation against a key"
            })
    void theHashOfAScriptIsNotForOperators(String reply) {
        RedisCommandExecutionException failure = new RedisCommandExecutionException(reply);

        assertThat(Failures.unavailable(failure).text())
                .isEqualTo("redis: answered WRONGTYPE Operation against a key");
        assertThat(Failures.unavailable(failure).reason())
                .isEqualTo("WRONGTYPE Operation against a key");
        assertThat(Failures.refusal(failure)).contains("WRONGTYPE Operation against a key");
    }

    @Test
    void aRedisOfAnotherDatabaseIsNamedInWords() {
        RedisCommandExecutionException failure =
                new RedisCommandExecutionException("OTHERDATABASE its offsets belong to x");

        assertThat(Failures.unavailable(failure).text())
                .isEqualTo("redis: its offsets belong to x");
        assertThat(Failures.refusal(failure)).isPresent();
    }

    @Test
    void aRefusedCommandIsACauseOfItsOwn() {
        RedisCommandExecutionException wrong = new RedisCommandExecutionException("WRONGTYPE no");

        DependencyUnavailableException read = Failures.unavailable(wrong, "XREAD jobs");

        assertThat(read.text()).isEqualTo("redis: answered WRONGTYPE no (XREAD jobs)");
        assertThat(read.reason())
                .isNotEqualTo(Failures.unavailable(wrong).reason())
                .isNotEqualTo(Failures.unavailable(wrong, "GET offset").reason());
    }

    @Test
    void aServerThatCannotWorkIsOneCauseForAllCommands() {
        RedisCommandExecutionException loading = new RedisCommandExecutionException("LOADING it");

        assertThat(Failures.unavailable(loading, "XREAD jobs").reason())
                .isEqualTo(Failures.unavailable(loading).reason());
    }

    @Test
    void aBrokenConnectionIsNoAnswerAtAll() {
        assertThat(Failures.errorReply(new RedisException("Connection disconnected"))).isEmpty();
        assertThat(Failures.errorReply(new RedisCommandTimeoutException("late"))).isEmpty();
        assertThat(Failures.refusal(new RedisConnectionException("gone"))).isEmpty();
    }

    @Test
    void theMessageIsThatOfTheInnermostCause() {
        DependencyUnavailableException unavailable =
                Failures.unavailable(
                        new RedisConnectionException(
                                "Unable to connect", new ConnectException("Connection refused")));

        assertThat(unavailable.dependency()).isEqualTo(Dependency.REDIS);
        assertThat(unavailable.text()).isEqualTo("redis: Connection refused");
    }

    @Test
    void aClosedConnectionHasOneWordingAndShowsNoClass() {
        assertThat(
                        Stream.of(
                                        new ClosedChannelException(),
                                        new RedisException(new ClosedChannelException()),
                                        new RedisException("Connection is closed"),
                                        new RedisException("Connection closed"),
                                        new RedisException("Connection disconnected"))
                                .map(closed -> Failures.unavailable(closed).text()))
                .containsOnly("redis: the connection was closed");
    }

    @Test
    void allWaysToBeDisconnectedHaveOneReasonAndOtherCausesTheirOwn() {
        assertThat(
                        Stream.of(
                                        new RedisException("Connection disconnected"),
                                        new RedisConnectionException("Connection closed"),
                                        new RedisConnectionException(
                                                "Unable to connect", new SocketException("reset")))
                                .map(Failures::reason))
                .containsOnly("disconnected");
        assertThat(Failures.reason(new RedisCommandTimeoutException("late")))
                .isEqualTo("no answer");
        assertThat(
                        Failures.reason(
                                new RedisConnectionException(
                                        "Unable to connect",
                                        new RedisCommandExecutionException("WRONGPASS no"))))
                .isEqualTo("WRONGPASS");
    }

    @Test
    void aReplicaIsLeftWithItsOwnMessage() {
        RedisConnectionException failure =
                new RedisConnectionException(
                        "Unable to connect", new ReplicaException("is a replica of h:1"));

        assertThat(Failures.consequence(failure)).contains(ErrorReply.Consequence.LEAVE);
        assertThat(Failures.unavailable(failure).text()).isEqualTo("redis: it is a replica of h:1");
        assertThat(Failures.reason(failure)).isEqualTo("READONLY");
    }

    @Test
    void aCauseWithoutMessageShowsNoNameOfAClass() {
        assertThat(Failures.innermost(new IllegalStateException())).isEqualTo("no reason is known");
    }
}

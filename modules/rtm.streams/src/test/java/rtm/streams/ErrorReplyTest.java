package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.streams.ErrorReply.Consequence;

class ErrorReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "READONLY You can't write against a read only replica. | LEAVE",
                "READONLY You can't write against a read only replica. script: 8d2, on @user_script:1. | LEAVE",
                "ERR Error running script (call to f_8d2): @user_script:1: -READONLY You can't write. | LEAVE",
                "UNBLOCKED force unblock from blocking operation, instance state changed | LEAVE",
                "MASTERDOWN Link with MASTER is down | LEAVE",
                "LOADING Redis is loading the dataset in memory | LEAVE",
                "CLUSTERDOWN The cluster is down | LEAVE",
                "NOREPLICAS Not enough good replicas to write. | LEAVE",
                "MISCONF Redis is configured to save RDB snapshots | LEAVE",
                "NOAUTH Authentication required. | LEAVE",
                "WRONGPASS invalid username-password pair or user is disabled. | LEAVE",
                "OOM command not allowed when used memory > 'maxmemory'. | WAIT",
                "BUSY Redis is busy running a script. | WAIT",
                "UNKILLABLE Sorry the script already executed write commands | WAIT",
                "TRYAGAIN Multiple keys request during rehashing of slot | WAIT",
                "ERR max number of clients reached | WAIT",
                "NOPERM this user has no permissions to run the 'xadd' command | REFUSED",
                "NOSCRIPT No matching script. | REFUSED",
                "WRONGTYPE Operation against a key | REFUSED",
                "READONLYISH is no word of Redis | REFUSED",
                "ERR no such key | REFUSED",
                "'' | REFUSED"
            })
    void eachReplyHasOneConsequence(String reply, Consequence consequence) {
        assertThat(ErrorReply.of(reply).consequence()).isEqualTo(consequence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOPERM this user has no permissions to run the 'set' command",
                "ERR The user executing the script can't run this command or subcommand",
                "ERR The user executing the script can't access at least one of the keys",
                "ERR ACL failure in script: User default has no permissions to run the 'set' command"
            })
    void aMissingRightIsKnownInsideAScriptToo(String reply) {
        assertThat(ErrorReply.of(reply)).isEqualTo(ErrorReply.NOPERM);
    }

    @Test
    void allRepliesOfAReplicaHaveOneReason() {
        assertThat(
                        Stream.of("READONLY no", "UNBLOCKED by force", "MASTERDOWN now")
                                .map(reply -> ErrorReply.of(reply).reason()))
                .containsOnly("READONLY");
    }

    @Test
    void repliesAreRecognizedByTheirFirstWord() {
        for (ErrorReply each : ErrorReply.values()) {
            if (each != ErrorReply.TOO_MANY_CLIENTS) {
                assertThat(ErrorReply.of(each.name() + " and why")).isEqualTo(each);
            }
        }
    }
}

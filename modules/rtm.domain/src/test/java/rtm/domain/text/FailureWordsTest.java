package rtm.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureWordsTest {

    @Test
    void aFailureIsNamedInItsOwnWords() {
        assertThat(FailureWords.of(new IOException(" Connection reset ")))
                .isEqualTo("Connection reset");
    }

    @Test
    void aClosedConnectionHasOneWording() {
        assertThat(
                        Stream.of(
                                        new ClosedChannelException(),
                                        new AsynchronousCloseException(),
                                        new EOFException(),
                                        new IOException(new ClosedChannelException()))
                                .map(FailureWords::of))
                .containsOnly("the connection was closed");
    }

    @Test
    void aCauseInAMessageLosesItsClass() {
        assertThat(FailureWords.of(new IOException(new ConnectException("Connection refused"))))
                .isEqualTo("Connection refused");
    }

    static Stream<Throwable> withoutMessage() {
        return Stream.of(
                new ConnectException(),
                new UnresolvedAddressException(),
                new TimeoutException(),
                new CancellationException(),
                new InterruptedException(),
                new IOException(),
                new IOException("java.io.IOException: "),
                new IllegalStateException(new IllegalStateException()),
                new IOException(new Unnamed()));
    }

    private static final class Unnamed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @MethodSource("withoutMessage")
    void noNameOfAClassShows(Throwable failure) {
        assertThat(FailureWords.of(failure))
                .isNotBlank()
                .doesNotContain("Exception", "Unnamed", "null");
    }
}

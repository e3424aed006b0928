package rtm.docker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.ConflictException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;

class DockerErrorMapperTest {

    private final DockerErrorMapper errors =
            new DockerErrorMapper("ping", URI.create("unix:///run/docker.sock"));

    @Test
    void aMissingSocketIsNamed() {
        assertThat(after(new SocketException("No such file or directory")))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "docker: no socket at unix:///run/docker.sock: is the Docker"
                                + " daemon running?");
    }

    @Test
    void aSocketWithoutAccessSaysWhatToDo() {
        assertThat(after(new BindException("Permission denied")))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "docker: this user has no access to unix:///run/docker.sock: add it to the group"
                                + " that owns the socket");
    }

    @Test
    void aRefusedConnectionIsNamed() {
        assertThat(after(new ConnectException("Connection refused")))
                .hasMessageContaining("nothing answers at unix:///run/docker.sock");
    }

    @Test
    void aSocketWhoseQueueIsFullIsNamed() {
        assertThat(after(new SocketException("Resource temporarily unavailable")))
                .hasMessageContaining("unix:///run/docker.sock accepts no more connections");
    }

    @Test
    void aBrokenConnectionIsNamedWithItsCall() {
        assertThat(after(new IOException("Premature end")))
                .hasMessage("docker: connection broken (ping): Premature end");
    }

    @Test
    void aRefusalOfDockersIsARefusal() {
        assertThat(errors.translate(failed(new ConflictException("{\"message\":\"taken\"}"))))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessage("taken");
    }

    @Test
    void aDefectOfThisProgramIsNotReportedAsAnOutageOfDocker() {
        assertThat(errors.translate(failed(new NullPointerException("a defect"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ping failed")
                .hasRootCauseMessage("a defect");
    }

    @Test
    void anUnwritableRequestIsADefectOfThisProgramAndNoOutage() {
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(new Object()))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e ->
                                assertThat(after(e))
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessage("ping failed"));
    }

    @Test
    void anUnreadableAnswerIsReportedAsAProblemOfDocker() {
        assertThatThrownBy(() -> new ObjectMapper().readTree("{garbage"))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e ->
                                assertThat(after(e))
                                        .isInstanceOf(DependencyUnavailableException.class)
                                        .hasMessageContaining("unreadable answer (ping)"));
    }

    /** As docker-java throws it. */
    private RuntimeException after(IOException failure) {
        return errors.translate(failed(new RuntimeException(failure)));
    }

    private static ExecutionException failed(RuntimeException cause) {
        return new ExecutionException(cause);
    }
}

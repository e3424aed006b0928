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
import rtm.domain.port.ContainerDaemon.EngineRefusedException;

class DockerErrorMapperTest {

    private final DockerErrorMapper trouble =
            new DockerErrorMapper("ping", URI.create("unix:///run/docker.sock"));

    @Test
    void aMissingSocketIsNamed() {
        assertThat(after(new SocketException("No such file or directory")))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "docker: there is no socket at unix:///run/docker.sock: is the Docker"
                                + " engine running?");
    }

    @Test
    void aSocketThatIsNotForUsSaysWhatToDo() {
        assertThat(after(new BindException("Permission denied")))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage(
                        "docker: this user may not use unix:///run/docker.sock: add it to the group"
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
                .hasMessageContaining("unix:///run/docker.sock takes no more callers");
    }

    @Test
    void aConnectionThatBreaksIsNamedWithWhatWasAsked() {
        assertThat(after(new IOException("Premature end")))
                .hasMessage("docker: the connection broke (ping): Premature end");
    }

    @Test
    void aRefusalOfDockersIsARefusal() {
        assertThat(trouble.translate(failed(new ConflictException("{\"message\":\"taken\"}"))))
                .isInstanceOf(EngineRefusedException.class)
                .hasMessage("taken");
    }

    @Test
    void aDefectOfOursIsNotTakenForTroubleWithDocker() {
        assertThat(trouble.translate(failed(new NullPointerException("a defect"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ping failed")
                .hasRootCauseMessage("a defect");
    }

    @Test
    void aRequestThatCannotBeWrittenIsADefectOfOursAndNoOutage() {
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(new Object()))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e ->
                                assertThat(after(e))
                                        .isInstanceOf(IllegalStateException.class)
                                        .hasMessage("ping failed"));
    }

    @Test
    void anAnswerThatCannotBeReadIsDockersTroubleAndNamedAsSuch() {
        assertThatThrownBy(() -> new ObjectMapper().readTree("{garbage"))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e ->
                                assertThat(after(e))
                                        .isInstanceOf(DependencyUnavailableException.class)
                                        .hasMessageContaining("the answer cannot be read (ping)"));
    }

    /** As docker-java throws it. */
    private RuntimeException after(IOException failure) {
        return trouble.translate(failed(new RuntimeException(failure)));
    }

    private static ExecutionException failed(RuntimeException cause) {
        return new ExecutionException(cause);
    }
}

package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.api.AnswerObject;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Reply;

/** An unreadable container does not affect the others. */
@Timeout(20)
class OddContainersTest {

    private static final ContainerId ID = new ContainerId("c0ffee");
    private static final String LABELS =
            "\"com.galaxy.owner\":\"rtmanager\",\"com.galaxy.game_id\":\"g\"";

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @TempDir Path folder;

    @Test
    void aListHasTheNeededLabelsOfEachContainer() throws Exception {
        assertThat(owned(entry("c0ffee", LABELS)))
                .containsExactly(
                        new ObservedContainer(
                                ID,
                                "galaxy-game-g",
                                "galaxy/game:1.4.0",
                                rtm.domain.model.ContainerState.RUNNING,
                                Map.of(Labels.OWNER, "rtmanager", Labels.GAME_ID, "g")));
    }

    @Test
    void hugeAndManyLabelsHideNothing() throws Exception {
        StringBuilder many = new StringBuilder(LABELS);
        for (int i = 0; i < 100_000; i++) {
            many.append(",\"label-").append(i).append("\":\"").append("v".repeat(20)).append('"');
        }
        String longKey = "\"" + "k".repeat(60_000) + "\":\"v\"," + LABELS;
        String longValue = "\"k\":\"" + "v".repeat(25_000_000) + "\"," + LABELS;

        assertThat(
                        owned(
                                entry("a", many.toString()),
                                entry("b", longKey),
                                entry("c", longValue),
                                entry("d", LABELS)))
                .allMatch(each -> each.labels().size() == 2)
                .extracting(each -> each.id().value())
                .containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[{\"Id\":\"x\"}]",
                "\"x\"",
                "7",
                "{}",
                "{\"Id\":null,\"Names\":[\"/odd\"]}",
                "{\"Id\":{\"Id\":\"x\"},\"Names\":[\"/odd\"]}"
            })
    void anElementThatIsNoContainerIsSkippedAndTheOthersAreListed(String odd) throws Exception {
        assertThat(owned(entry("a", LABELS), odd, entry("b", LABELS)))
                .extracting(each -> each.id().value())
                .containsExactly("a", "b");
        assertThat(log.lines("WARN", "ignoring listed container without id")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Id\":\"x\",\"Names\":null,\"Labels\":null,\"State\":null,\"Image\":null}",
                "{\"Id\":\"x\",\"Names\":{},\"Labels\":[[1]],\"State\":\"running\",\"Image\":[]}",
                "{\"Id\":\"x\",\"Names\":[null,[\"/a\"],\"/b/c\"],\"State\":\"running\","
                        + "\"Labels\":{\"com.galaxy.owner\":{\"a\":1}}}"
            })
    void aContainerWithFewFieldsIsListedWithThem(String odd) throws Exception {
        assertThat(owned(odd, entry("a", LABELS)))
                .satisfiesExactly(
                        each -> {
                            assertThat(each.id().value()).isEqualTo("x");
                            assertThat(each.name()).isEmpty();
                            assertThat(each.labels()).isEmpty();
                            assertThat(each.live()).isTrue();
                        },
                        each -> assertThat(each.id().value()).isEqualTo("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[{\"Id\":\"a\"}", "[garbage]", "[{\"Id\":\"a\"},"})
    void anAnswerThatIsNoListIsNotAnEmptyList(String body) throws Exception {
        try (FakeDaemon daemon = daemon(body);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(docker::owned)
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("(list containers)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "garbage",
                "{\"Id\":",
                "{}",
                "{\"Id\":null,\"Config\":{},\"State\":{\"Status\":\"running\"}}",
                "{\"Id\":\"bad\",\"Config\":{},\"State\":{\"Status\":\"running\"}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":null}",
                "{\"Id\":\"c0ffee\",\"Config\":null,\"State\":{\"Status\":\"running\"}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"exited\",\"Running\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"dead\",\"Running\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"removing\",\"Running\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"running\",\"Running\":false}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"paused\",\"Running\":false}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"exited\",\"Pid\":673}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"dead\",\"Running\":false,\"Pid\":673}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"exited\",\"Running\":false,\"Paused\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"exited\",\"Running\":false,\"Restarting\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"running\",\"Running\":true,\"Paused\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"running\",\"Running\":true,\"Dead\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"paused\",\"Running\":true,\"Paused\":false}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"restarting\",\"Running\":true,\"Restarting\":false}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"created\",\"Running\":false,\"Pid\":7}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"dead\",\"Running\":false,\"Dead\":false}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"exited\",\"Running\":false,\"Dead\":true}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},"
                        + "\"State\":{\"Status\":\"exited\",\"Running\":\"no\"}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"nonsense\"}}",
                "{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{\"Status\":\"Running\",\"Running\":true}}"
            })
    void anUnreadableInspectionConcernsOnlyItsContainer(String body) throws Exception {
        try (FakeDaemon daemon = daemon(body);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> docker.inspect(ID))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("its answer about container c0ffee is unreadable");
        }
    }

    /** After a crash of the host, Docker has no time for an end; a restart leaves an old one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Status\":\"exited\",\"Running\":false,\"Pid\":0,\"ExitCode\":255,"
                        + "\"FinishedAt\":\"0001-01-01T00:00:00Z\"",
                "\"Status\":\"exited\",\"Running\":false,\"Pid\":0,\"OOMKilled\":true,\"Dead\":false",
                "\"Status\":\"running\",\"Running\":true,\"Pid\":673,\"OOMKilled\":true",
                "\"Status\":\"removing\",\"Running\":false,\"Pid\":0,\"Dead\":true",
                "\"Status\":\"restarting\",\"Running\":true,\"Restarting\":true,\"Pid\":0,"
                        + "\"ExitCode\":7",
                "\"Status\":\"paused\",\"Running\":true,\"Paused\":true,\"Pid\":673",
                "\"Status\":\"running\",\"Running\":true,\"Pid\":673,"
                        + "\"StartedAt\":\"2026-04-28T07:18:00Z\","
                        + "\"FinishedAt\":\"2026-04-28T07:18:01Z\"",
                "\"Status\":\"running\",\"Running\":true,\"Pid\":0"
            })
    void aStateThatDockerReallyReportsIsBelieved(String state) throws Exception {
        try (FakeDaemon daemon =
                        daemon("{\"Id\":\"c0ffee\",\"Config\":{},\"State\":{" + state + "}}");
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThat(docker.inspect(ID).orElseThrow().container().live())
                    .isEqualTo(state.contains("\"Running\":true"));
        }
    }

    @Test
    void anEndlessInspectionIsNotReadToItsEnd() throws Exception {
        String many = "\"a\":1,".repeat(AnswerObject.LONGEST / 6 + 1);
        try (FakeDaemon daemon = daemon("{" + many + "\"b\":2}");
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> docker.inspect(ID))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining(
                            "container c0ffee is unreadable: it is longer than 4 MiB");
        }
    }

    @Test
    void anInspectionWithAHugeLabelIsReadable() throws Exception {
        String labels = "\"k\":\"" + "v".repeat(25_000_000) + "\"," + LABELS;
        try (FakeDaemon daemon =
                        daemon(
                                "{\"Id\":\"c0ffee\",\"Config\":{\"Labels\":{"
                                        + labels
                                        + "}},\"State\":{\"Status\":\"running\"}}");
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThat(docker.inspect(ID).orElseThrow().container().labels())
                    .containsOnlyKeys(Labels.OWNER, Labels.GAME_ID);
        }
    }

    private List<ObservedContainer> owned(String... entries) throws Exception {
        try (FakeDaemon daemon = daemon("[" + String.join(",", entries) + "]");
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            return docker.owned();
        }
    }

    private static String entry(String id, String labels) {
        return """
        {"Id":"%s","Names":["/galaxy-game-g"],"Image":"galaxy/game:1.4.0",\
        "State":"running","Ports":[{"PrivatePort":1}],"Labels":{%s},"Mounts":[]}\
        """
                .formatted(id, labels);
    }

    private FakeDaemon daemon(String body) throws Exception {
        return FakeDaemon.start(
                folder,
                FakeDaemon.healthy(
                        "1.12",
                        "1.41",
                        asked ->
                                asked.line().contains("/containers/")
                                        ? Optional.of(Reply.json(200, body))
                                        : Optional.empty()));
    }
}

package rtm.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.docker.FakeContainer.Deed;
import rtm.docker.api.CallTelemetry;
import rtm.docker.api.Deadlines;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.DockerConnection;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.testkit.server.FakeDaemon;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

@Timeout(20)
class ConfirmedChangesTest {

    private static final ContainerId ID = new ContainerId(FakeContainer.ID);
    private static final GameId GAME = new GameId("new");
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(200);

    /** The changes, each from a state in which it changes something. */
    enum Kind {
        START("exited", new Change.Start(Optional.empty()), (docker, id) -> docker.start(id)),
        STOP("running", new Change.Stop(GRACE), (docker, id) -> docker.stop(id, GRACE)),
        REMOVE("exited", new Change.Remove(true), (docker, id) -> docker.remove(id)),
        REMOVE_ENDED("exited", new Change.Remove(false), (docker, id) -> docker.removeEnded(id)),
        RENAME(
                "exited",
                new Change.Rename(GAME.containerName()),
                (docker, id) -> docker.putBack(GAME, id));

        private final String before;

        @SuppressWarnings("ImmutableEnumChecker") // A record of a duration or a text.
        private final Change change;

        @SuppressWarnings("ImmutableEnumChecker") // It has no state.
        private final BiConsumer<DockerDaemon, ContainerId> call;

        Kind(String before, Change change, BiConsumer<DockerDaemon, ContainerId> call) {
            this.before = before;
            this.change = change;
            this.call = call;
        }
    }

    @RegisterExtension private final CapturedLog log = new CapturedLog();

    @TempDir Path folder;

    static Stream<Arguments> kindsAndAnswers() {
        return Arrays.stream(Kind.values())
                .flatMap(
                        kind -> Stream.of(204, 500, 418).map(status -> Arguments.of(kind, status)));
    }

    static Stream<Arguments> kindsAndAnswersThatAreNotFinal() {
        return kindsAndAnswers().filter(each -> !Integer.valueOf(418).equals(each.get()[1]));
    }

    @ParameterizedTest
    @MethodSource("kindsAndAnswers")
    void aChangeThatHappenedSucceedsWhateverDockerAnswered(Kind kind, int status) throws Exception {
        become(kind, Deed.AT_ONCE, status);
        assertThat(log.lines("WARN", "refused a change but made it"))
                .hasSize(status == 204 || kind == Kind.RENAME ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("kindsAndAnswersThatAreNotFinal")
    void aChangeAMomentAfterTheAnswerIsAwaited(Kind kind, int status) throws Exception {
        become(kind, Deed.A_MOMENT_LATER, status);
    }

    private void become(Kind kind, Deed deed, int status) throws Exception {
        FakeContainer container = new FakeContainer(kind.before, deed, reply(status));
        try (FakeDaemon daemon = daemon(container);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder));
                DockerCalls calls = calls(daemon)) {
            kind.call.accept(docker, ID);
            assertThat(kind.change.judge(changes(calls, daemon).look(ID), Change.ACCEPTED))
                    .isEqualTo(Change.Progress.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "STOP", "REMOVE", "REMOVE_ENDED", "RENAME"})
    void aRefusedChangeThatDoesNotHappenFailsWithDockersMessage(Kind kind) throws Exception {
        assertThatThrownBy(() -> make(kind, reply(500)))
                .isInstanceOf(DaemonRefusedException.class)
                .hasMessage("no, because");
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "STOP", "REMOVE", "REMOVE_ENDED", "RENAME"})
    void anAcceptedChangeThatDoesNotShowInTimeFails(Kind kind) throws Exception {
        assertThatThrownBy(() -> make(kind, reply(204)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("accepted it (" + kind.change.what() + ")")
                .hasMessageContaining("container c0ffee is still " + kind.before);
    }

    /** Docker accepts each change after it is made, so nobody waits long for one that is not. */
    @ParameterizedTest
    @EnumSource
    void anAcceptedChangeHasFiveSecondsToShow(Kind kind) {
        assertThat(kind.change.patience(Change.ACCEPTED, Deadlines.USUAL))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 404})
    void aStopFailsIfDockerSaysStoppedWhileTheContainerRuns(int status) throws Exception {
        assertThatThrownBy(() -> make(Kind.STOP, reply(status)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("container c0ffee is still running");
    }

    @Test
    void aStartFailsIfDockerSaysRunningWhileTheContainerDoesNotRun() throws Exception {
        assertThatThrownBy(() -> make(Kind.START, reply(304)))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining("container c0ffee is still exited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "REMOVE", "REMOVE_ENDED"})
    void aTemporaryRefusalIsAnOutage(Kind kind) throws Exception {
        assertThatThrownBy(() ->
                        make(
                                kind,
                                Reply.json(
                                        500, "{\"message\":\"connection closed: unavailable\"}")))
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessage("docker: connection closed: unavailable");
    }

    @Test
    void anEngineThatHasAlreadyExitedWasStarted() throws Exception {
        FakeContainer container = new FakeContainer("exited", Deed.NEVER, reply(204));
        Function<Asked, Optional<Reply>> ends =
                asked -> {
                    if (asked.is("POST", ".*/start")) {
                        container.run("exited");
                    }
                    return container.apply(asked);
                };
        try (FakeDaemon daemon = daemon(ends);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            docker.start(ID);
            assertThat(inspections(daemon)).isEqualTo(2);
        }
    }

    @Test
    void aFailedStartIsInspectedOnceAndNotAwaited() throws Exception {
        FakeContainer container = new FakeContainer("created", Deed.NEVER, reply(500));
        Function<Asked, Optional<Reply>> fails =
                asked -> {
                    if (asked.is("POST", ".*/start")) {
                        container.failToStart("no, because");
                    }
                    return container.apply(asked);
                };
        try (FakeDaemon daemon = daemon(fails);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> docker.start(ID))
                    .isInstanceOf(DaemonRefusedException.class)
                    .hasMessage("no, because");
            assertThat(inspections(daemon)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "RENAME"})
    void aRefusalOfAnImmediateChangeIsFinal(Kind kind) throws Exception {
        FakeContainer container = new FakeContainer(kind.before, Deed.NEVER, reply(409));
        try (FakeDaemon daemon = daemon(container);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            assertThatThrownBy(() -> kind.call.accept(docker, ID))
                    .isInstanceOf(DaemonRefusedException.class);
            assertThat(inspections(daemon)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aContainerThatCannotBeInspectedIsNotReportedAsStopped() throws Exception {
        FakeContainer container = new FakeContainer("running", Deed.AT_ONCE, reply(500));
        Function<Asked, Optional<Reply>> wedged =
                asked ->
                        asked.is("GET", "/containers/c0ffee/json")
                                ? Optional.of(Reply.silence())
                                : container.apply(asked);
        try (FakeDaemon daemon = daemon(wedged);
                DockerCalls calls = calls(daemon)) {
            assertThatThrownBy(() -> changes(calls, daemon).make(ID, Kind.STOP.change, MOMENT))
                    .isInstanceOf(DependencyUnavailableException.class)
                    .hasMessageContaining("cannot find out whether it happened (stop container)")
                    .hasMessageContaining("Docker answered no, because")
                    .hasMessageContaining("did not answer within");
            daemon.awaitHungUp();
        }
    }

    /** Otherwise the engine runs on until the deadline, although Docker would stop it by now. */
    @Test
    @Timeout(20)
    void aRefusedStopIsRequestedAgainSoItIsMadeSoonAfterDockerIsRightAgain() throws Exception {
        FakeContainer refusing = new FakeContainer("running", Deed.NEVER, reply(500));
        FakeContainer right = new FakeContainer("running", Deed.AT_ONCE, reply(204));
        AtomicInteger requests = new AtomicInteger();
        Function<Asked, Optional<Reply>> mended =
                asked -> {
                    int number =
                            asked.is("POST", ".*/stop")
                                    ? requests.incrementAndGet()
                                    : requests.get();
                    return number < 3 ? refusing.apply(asked) : right.apply(asked);
                };
        Duration grace = Duration.ofMinutes(1);
        try (FakeDaemon daemon = daemon(mended);
                DockerDaemon docker =
                        DockerDaemon.open(
                                TestDockerSettings.of(daemon.host(), folder),
                                OpenTelemetry.noop(),
                                10)) {
            docker.stop(ID, grace);
            assertThat(docker.inspect(ID).orElseThrow().state()).isEqualTo(ContainerState.EXITED);
            assertThat(requests).hasValue(3);
        }
    }

    /** As Docker 23.0 to 28.2 do. */
    @Test
    void aStopSucceedsThoughTheListStillShowsItRunning() throws Exception {
        FakeContainer container = new FakeContainer("running", Deed.AT_ONCE, reply(204));
        try (FakeDaemon daemon = daemon(container);
                DockerDaemon docker =
                        DockerDaemon.open(TestDockerSettings.of(daemon.host(), folder))) {
            docker.stop(ID, GRACE);
            assertThat(inspections(daemon)).isEqualTo(1);
            assertThat(docker.containersOf(new GameId("g")))
                    .singleElement()
                    .satisfies(each -> assertThat(each.state()).isEqualTo(ContainerState.RUNNING));
            assertThat(docker.inspect(ID).orElseThrow().state()).isEqualTo(ContainerState.EXITED);
        }
    }

    private void make(Kind kind, Reply answer) throws Exception {
        FakeContainer container = new FakeContainer(kind.before, Deed.NEVER, answer);
        try (FakeDaemon daemon = daemon(container);
                DockerCalls calls = calls(daemon)) {
            ConfirmedChanges changes = changes(calls, daemon);
            Change change = kind == Kind.START ? new Change.Start(changes.look(ID)) : kind.change;
            changes.make(ID, change, MOMENT);
        }
    }

    private ConfirmedChanges changes(DockerCalls calls, FakeDaemon daemon) {
        return new ConfirmedChanges(
                calls,
                new Inspections(
                        calls,
                        new ContainerStates(),
                        TestDockerSettings.of(daemon.host(), folder)));
    }

    private static DockerCalls calls(FakeDaemon daemon) {
        return new DockerCalls(
                new DockerConnection(daemon.host()), new CallTelemetry(OpenTelemetry.noop()));
    }

    private FakeDaemon daemon(Function<Asked, Optional<Reply>> container) throws Exception {
        return FakeDaemon.start(folder, FakeDaemon.healthy("1.12", "1.41", container));
    }

    private static long inspections(FakeDaemon daemon) {
        List<Asked> asked = daemon.asked();
        return asked.stream().filter(each -> each.is("GET", "/containers/c0ffee/json")).count();
    }

    private static Reply reply(int status) {
        return Reply.json(status, status == 204 ? "" : "{\"message\":\"no, because\"}");
    }
}

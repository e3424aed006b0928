package rtm.domain.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.DaemonCall;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;

class EngineCallersTest {

    private static final InetAddress ENGINE = InetAddress.ofLiteral("172.18.0.7");
    private static final InetAddress GAME_MASTER = InetAddress.ofLiteral("172.18.0.3");

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final FakeContainerDaemon docker = new FakeContainerDaemon();
    private final IdentityCheckedDaemon daemon;
    private final EngineCallers callers;
    private final ContainerId engine = docker.newId();

    EngineCallersTest() {
        InMemoryStore store = new InMemoryStore();
        store.recordDaemon(docker.daemonId());
        daemon =
                new IdentityCheckedDaemon(
                        docker, docker.events(), new DaemonIdentity(store), NodeId.FIRST);
        callers = new EngineCallers(daemon);
    }

    @BeforeEach
    void run() {
        place(engine, ContainerState.RUNNING, Map.of(Labels.OWNER, Labels.OWNER_VALUE));
        docker.locate(engine, "172.18.0.7");
    }

    private void place(ContainerId id, ContainerState state, Map<String, String> labels) {
        docker.place(new ObservedContainer(id, "galaxy-game-a", "image", state, labels));
    }

    private long calls(DaemonCall call) {
        return docker.calls(call);
    }

    @Test
    void aRunningEngineIsRecognizedAndItsNeighbourIsNot() throws Exception {
        assertThat(callers.isEngine(ENGINE)).isTrue();
        assertThat(callers.isEngine(GAME_MASTER)).isFalse();
    }

    @Test
    void anEngineOfAnotherNodeIsRecognizedByItsRecordAndAskedForOnceInFiveSeconds()
            throws Exception {
        InetAddress elsewhere = InetAddress.ofLiteral("10.99.2.3");
        List<InetAddress> looks = new CopyOnWriteArrayList<>();
        EngineCallers amongOthers =
                new EngineCallers(
                        daemon,
                        Optional.of(address -> {
                            looks.add(address);
                            return Optional.of(
                                            new NodeEngine(
                                                    new NodeId(2), new GameId("g2"), "10.99.2.3"))
                                    .filter(_ -> address.equals(elsewhere));
                        }));
        for (int i = 0; i < 10; i++) {
            assertThat(amongOthers.isEngine(elsewhere)).isTrue();
            assertThat(amongOthers.isEngine(GAME_MASTER)).isFalse();
            assertThat(amongOthers.isEngine(ENGINE)).isTrue();
        }
        assertThat(looks).containsExactly(elsewhere, GAME_MASTER);
        assertThat(log.lines("WARN", "refused", "container=galaxy-game-g2")).hasSize(1);
    }

    @Test
    void whileTheRecordsCannotBeReadACallerThatIsNoKnownEngineIsLetIn() throws Exception {
        EngineCallers amongOthers =
                new EngineCallers(
                        daemon,
                        Optional.of(_ -> {
                            throw new DependencyUnavailableException(
                                    Dependency.POSTGRES, "no answer", null);
                        }));
        assertThat(amongOthers.isEngine(GAME_MASTER)).isFalse();
    }

    @Test
    void theSameAddressInAnotherFormIsRecognized() throws Exception {
        assertThat(callers.isEngine(InetAddress.ofLiteral("::ffff:172.18.0.7"))).isTrue();
    }

    @Test
    void callersThatAreNoEnginesCostOneListInFiveSeconds() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(callers.isEngine(GAME_MASTER)).isFalse();
        }
        assertThat(calls(DaemonCall.OWNED)).isEqualTo(1);
        assertThat(calls(DaemonCall.INSPECT)).isEqualTo(1);
    }

    @Test
    void anEngineThatAsksAgainAndAgainCostsOneInspectionASecond() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(callers.isEngine(ENGINE)).isTrue();
        }
        assertThat(calls(DaemonCall.INSPECT)).isLessThanOrEqualTo(4);
        assertThat(log.lines("WARN")).hasSize(1).first().asString().contains("galaxy-game-a");
    }

    @Test
    void anEngineThatWasJustStartedIsRecognized() throws Exception {
        ContainerId fresh = docker.newId();
        assertThat(callers.isEngine(GAME_MASTER)).isFalse();

        place(fresh, ContainerState.CREATED, Map.of(Labels.OWNER, Labels.OWNER_VALUE));
        docker.locate(fresh, "172.18.0.9");
        daemon.start(fresh);

        assertThat(callers.isEngine(InetAddress.ofLiteral("172.18.0.9"))).isTrue();
    }

    @Test
    void anAddressThatWasGivenToAnotherIsFree() throws Exception {
        assertThat(callers.isEngine(ENGINE)).isTrue();
        docker.remove(engine);
        daemon.inspect(engine);
        assertThat(callers.isEngine(ENGINE)).isFalse();
    }

    /** Labels never change, so the answer is wrong. */
    @Test
    void anEngineWhoseInspectionLacksTheOwnerLabelIsStillRecognized() throws Exception {
        daemon.inspect(engine);
        docker.lieAbout(
                engine,
                there ->
                        new ObservedContainer(
                                there.id(), there.name(), there.image(), there.state(), Map.of()));

        assertThat(callers.isEngine(ENGINE)).isTrue();
    }

    @Test
    void aContainerThatIsNotOursIsNoEngine() throws Exception {
        ContainerId foreign = docker.newId();
        place(foreign, ContainerState.RUNNING, Map.of());
        docker.locate(foreign, "172.18.0.8");
        assertThat(callers.isEngine(InetAddress.ofLiteral("172.18.0.8"))).isFalse();
    }

    @Test
    void anEngineThatTheListShowsAsEndedIsRecognized() throws Exception {
        docker.listAs(engine, ContainerState.EXITED);

        assertThat(callers.isEngine(ENGINE)).isTrue();
    }

    @Test
    void anEngineThatTheListLacksIsRecognized() throws Exception {
        daemon.inspect(engine);
        docker.hide(engine);

        assertThat(callers.isEngine(ENGINE)).isTrue();
    }

    @Test
    void anEngineThatWasJustStartedAndThatTheListLacksIsRecognized() throws Exception {
        place(engine, ContainerState.CREATED, Map.of(Labels.OWNER, Labels.OWNER_VALUE));
        daemon.start(engine);
        docker.hide(engine);

        assertThat(callers.isEngine(ENGINE)).isTrue();
    }

    @Test
    void whatIsGoneIsInspectedOnceAndForgotten() throws Exception {
        daemon.inspect(engine);
        docker.remove(engine);
        assertThat(callers.isEngine(GAME_MASTER)).isFalse();
        ContainerId other = docker.newId();
        docker.place(
                new ObservedContainer(
                        other, "galaxy-game-b", "image", ContainerState.CREATED, Map.of()));
        daemon.start(other);
        assertThat(callers.isEngine(GAME_MASTER)).isFalse();

        assertThat(docker.calls())
                .filteredOn(made -> made.call() == DaemonCall.INSPECT)
                .filteredOn(made -> made.subject().equals(engine.toString()))
                .hasSize(2);
    }

    @Test
    void aCallerOfThisMachineAsksDockerNothing() throws Exception {
        assertThat(callers.isEngine(InetAddress.getLoopbackAddress())).isFalse();

        assertThat(calls(DaemonCall.OWNED)).isZero();
    }

    @Test
    void aStoppedEngineHasNoAddress() throws Exception {
        docker.stop(engine, Duration.ZERO);
        assertThat(callers.isEngine(ENGINE)).isFalse();
    }

    @Test
    void withoutDockerWhatIsKnownCounts() throws Exception {
        docker.faults().makeUnavailable();
        assertThat(callers.isEngine(GAME_MASTER)).isFalse();
        assertThat(callers.isEngine(ENGINE)).isFalse();
    }

    @Test
    void aKnownAddressThatCannotBeConfirmedIsUnknown() {
        daemon.inspect(engine);
        docker.faults().makeUnavailable();
        assertThatExceptionOfType(DependencyUnavailableException.class)
                .isThrownBy(() -> callers.isEngine(ENGINE));
    }
}

package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.rule.SampleContainers.GAME;
import static rtm.domain.rule.SampleContainers.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.GameId;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.rule.Drift.Loss;
import rtm.domain.rule.SampleContainers.Maker;

class DriftTest {

    private static final Instant NOON = Instant.parse("2026-04-28T12:00:00Z");
    private static final NodeId HERE = NodeId.FIRST;
    private static final NodeId ELSEWHERE = new NodeId(2);
    private static final ContainerId A = new ContainerId("a");
    private static final Optional<RuntimeRecord> NONE = Optional.empty();
    private static final Optional<RuntimeRecord> RUNNING = record(new RuntimeState.Running(A));
    private static final Optional<RuntimeRecord> STOPPED =
            record(new RuntimeState.Stopped(A, NOON));
    private static final Optional<RuntimeRecord> REMOVED =
            record(new RuntimeState.Removed(Optional.of(NOON), NOON));

    private static Optional<RuntimeRecord> record(RuntimeState state) {
        return Optional.of(
                new RuntimeRecord(
                        GAME,
                        NodeId.FIRST,
                        state,
                        SampleContainers.IMAGE,
                        GAME.engineEndpoint(),
                        "/state",
                        "galaxy-net",
                        NOON,
                        NOON,
                        NOON,
                        3));
    }

    private static ObservedContainer running(String id) {
        return container(id, Maker.EARLIER_OPERATION, ContainerState.RUNNING);
    }

    private static ObservedContainer exited(String id) {
        return container(id, Maker.EARLIER_OPERATION, ContainerState.EXITED);
    }

    private static Drift judge(Optional<RuntimeRecord> record, ObservedContainer... containers) {
        return judge(record, List.of(containers));
    }

    private static Drift judge(Optional<RuntimeRecord> record, List<ObservedContainer> containers) {
        Optional<ContainerId> recorded = record.flatMap(one -> one.state().containerId());
        return DriftRules.judge(HERE, GAME, record, SampleContainers.sorted(recorded, containers));
    }

    @Test
    void whatRunsAsRecordedAgrees() {
        assertThat(judge(RUNNING, running("a"))).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void whatStoppedAsRecordedAgrees() {
        assertThat(judge(STOPPED, exited("a"))).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void nothingOfAGameThatWasRemovedOrNeverStartedAgrees() {
        assertThat(judge(REMOVED)).isEqualTo(new Drift.None(GAME));
        assertThat(judge(NONE)).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void anEndedContainerThatNoRecordNamesIsLeftAlone() {
        assertThat(judge(NONE, exited("b"))).isEqualTo(new Drift.None(GAME));
        assertThat(judge(REMOVED, exited("b"))).isEqualTo(new Drift.None(GAME));
        assertThat(judge(STOPPED, exited("a"), exited("b"))).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void anEndedContainerThatIsNewerThanTheDatabaseIsFollowedIfNothingRuns() {
        Drift followed = new Drift.ObservedExited(GAME, new Loss.Ended(new ContainerId("b")));
        for (Optional<RuntimeRecord> record : List.of(NONE, RUNNING, STOPPED, REMOVED)) {
            assertThat(DriftRules.judge(HERE, GAME, record, withNewer(exited("b"))))
                    .isEqualTo(followed);
            assertThat(
                            DriftRules.judge(
                                    HERE,
                                    GAME,
                                    record,
                                    withNewer(exited("b"), running("c"), running("d"))))
                    .isNotEqualTo(followed);
        }
        assertThat(DriftRules.judge(HERE, GAME, STOPPED, withNewer(exited("b"), exited("a"))))
                .isEqualTo(new Drift.None(GAME));
    }

    private static GameContainers withNewer(ObservedContainer newer, ObservedContainer... others) {
        List<ObservedContainer> all = new ArrayList<>(List.of(others));
        all.add(newer);
        return new GameContainers(all, List.of(newer), List.of(), List.of());
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "PAUSED", "RESTARTING"})
    void anEngineThatNoRecordKnowsIsAdopted(ContainerState alive) {
        ObservedContainer byHand =
                container("b", Maker.PERSON, alive, false, SampleContainers.IMAGE);
        Drift adopted = new Drift.Adopt(GAME, byHand, Optional.empty());
        assertThat(judge(NONE, byHand)).isEqualTo(adopted);
        assertThat(judge(REMOVED, byHand)).isEqualTo(adopted);
        assertThat(judge(STOPPED, exited("a"), byHand)).isEqualTo(adopted);
    }

    @Test
    void aStoppedContainerThatWasStartedByHandIsAdopted() {
        assertThat(judge(STOPPED, running("a")))
                .isEqualTo(new Drift.Adopt(GAME, running("a"), Optional.empty()));
    }

    @Test
    void aRecordedContainerThatIsGoneIsDisposedOf() {
        Drift disposed = new Drift.Dispose(GAME, new Loss.Gone(A));
        assertThat(judge(RUNNING)).isEqualTo(disposed);
        assertThat(judge(STOPPED)).isEqualTo(disposed);
        assertThat(judge(RUNNING, exited("b"))).isEqualTo(disposed);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXITED", "DEAD", "REMOVING", "CREATED"})
    void aRunningEngineThatHasEndedIsObservedExited(ContainerState ended) {
        assertThat(judge(RUNNING, container("a", Maker.EARLIER_OPERATION, ended)))
                .isEqualTo(new Drift.ObservedExited(GAME, new Loss.Ended(A)));
    }

    @Test
    void anotherEngineIsAdoptedWithWhatBecameOfTheFormer() {
        assertThat(judge(RUNNING, running("b")))
                .isEqualTo(new Drift.Adopt(GAME, running("b"), Optional.of(new Loss.Gone(A))));
        assertThat(judge(RUNNING, exited("a"), running("b")))
                .isEqualTo(new Drift.Adopt(GAME, running("b"), Optional.of(new Loss.Ended(A))));
        assertThat(judge(STOPPED, running("b")))
                .isEqualTo(new Drift.Adopt(GAME, running("b"), Optional.of(new Loss.Gone(A))));
    }

    @Test
    void twoEnginesOfOneGameAreLeftToAPerson() {
        Drift two = new Drift.TwoRunning(GAME, List.of(running("a"), running("b")));
        for (Optional<RuntimeRecord> record : List.of(NONE, RUNNING, STOPPED, REMOVED)) {
            assertThat(judge(record, running("a"), running("b"))).isEqualTo(two);
        }
    }

    @Test
    void theLossOfTheRecordedEngineIsReportedAlsoWhereTwoOthersRun() {
        assertThat(judge(RUNNING, exited("a"), running("b"), running("c")))
                .isEqualTo(new Drift.ObservedExited(GAME, new Loss.Ended(A)));
        assertThat(judge(RUNNING, running("b"), running("c")))
                .isEqualTo(new Drift.Dispose(GAME, new Loss.Gone(A)));
    }

    @Test
    void containersOfOthersDoNotCount() {
        ObservedContainer stranger = container("s", Maker.STRANGER, ContainerState.RUNNING);
        ObservedContainer otherGames = container("o", Maker.OTHER_GAME, ContainerState.RUNNING);
        assertThat(judge(NONE, stranger, otherGames)).isEqualTo(new Drift.None(GAME));
        assertThat(judge(RUNNING, running("a"), stranger)).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void onlyOursAreEverAdoptedAndOnlyWhatTheRecordNamesIsEverLost() {
        for (Optional<RuntimeRecord> record : List.of(NONE, RUNNING, STOPPED, REMOVED)) {
            for (List<ObservedContainer> set : SampleContainers.sets(SampleContainers.IMAGE)) {
                switch (judge(record, set)) {
                    case Drift.None _ -> {}
                    case Drift.Adopt(_, ObservedContainer running, Optional<Loss> former) -> {
                        assertThat(SampleContainers.belongs(running) && running.live()).isTrue();
                        former.ifPresent(loss -> assertThat(loss.container()).isEqualTo(A));
                    }
                    case Drift.Dispose(_, Loss.Gone gone) -> {
                        assertThat(gone.container()).isEqualTo(A);
                        assertThat(set)
                                .filteredOn(SampleContainers::belongs)
                                .extracting(ObservedContainer::id)
                                .doesNotContain(A);
                    }
                    case Drift.ObservedExited(_, Loss.Ended ended) -> {
                        assertThat(ended.container()).isEqualTo(A);
                        assertThat(set)
                                .filteredOn(one -> one.live() && SampleContainers.belongs(one))
                                .hasSizeBetween(0, 2)
                                .extracting(ObservedContainer::id)
                                .doesNotContain(A);
                    }
                    case Drift.TwoRunning two ->
                            assertThat(two.running())
                                    .hasSizeGreaterThan(1)
                                    .allMatch(SampleContainers::belongs);
                    case Drift.Renamed(_, ObservedContainer container, _) -> {
                        assertThat(container.id()).isEqualTo(A);
                        assertThat(container.live()).isTrue();
                        assertThat(container.madeByHand()).isFalse();
                        assertThat(container.name()).isNotEqualTo(GAME.containerName());
                    }
                    case Drift.Detached _ -> throw new AssertionError("all are on the network");
                    case Drift.InFlight _, Drift.ForeignNode _, Drift.InvalidLabel _ ->
                            throw new AssertionError("not of one game on its node");
                }
            }
        }
    }

    @Test
    void aSurveyNamesEachGameThatDriftsInOrderAndNoOther() {
        GameId other = new GameId("game-2");
        ObservedContainer others = container("o", Maker.OTHER_GAME, ContainerState.RUNNING);
        assertThat(
                        DriftRules.survey(
                                HERE,
                                RUNNING.stream().toList(),
                                List.of(others),
                                List.of(),
                                DriftTest::asOurs))
                .containsExactly(
                        new Drift.Dispose(GAME, new Loss.Gone(A)),
                        new Drift.Adopt(other, others, Optional.empty()));
        assertThat(
                        DriftRules.survey(
                                HERE,
                                RUNNING.stream().toList(),
                                List.of(running("a")),
                                List.of(),
                                DriftTest::asOurs))
                .isEmpty();
    }

    @Test
    void aCopyThatTheOperationLogRefutesIsNoDrift() {
        ObservedContainer copy = container("c", Maker.COPY, ContainerState.RUNNING);
        assertThat(
                        DriftRules.survey(
                                HERE,
                                RUNNING.stream().toList(),
                                List.of(running("a"), copy),
                                List.of(),
                                (_, _, _) ->
                                        new GameContainers(
                                                List.of(running("a")),
                                                List.of(),
                                                List.of(),
                                                List.of(copy))))
                .isEmpty();
    }

    @Test
    void aRenamedContainerIsNamedWithTheOneThatHasItsName() {
        ObservedContainer renamed =
                container(
                        "a",
                        Maker.EARLIER_OPERATION,
                        ContainerState.RUNNING,
                        false,
                        SampleContainers.IMAGE);
        ObservedContainer byHand =
                container("a", Maker.PERSON, ContainerState.RUNNING, false, SampleContainers.IMAGE);
        ObservedContainer stranger = container("s", Maker.STRANGER, ContainerState.EXITED);
        assertThat(judge(RUNNING, renamed))
                .isEqualTo(new Drift.Renamed(GAME, renamed, Optional.empty()));
        assertThat(judge(RUNNING, renamed, stranger))
                .isEqualTo(new Drift.Renamed(GAME, renamed, Optional.of(stranger)));
        assertThat(judge(RUNNING, byHand)).isEqualTo(new Drift.None(GAME));
    }

    @Test
    void aContainerWhoseStateIsNotKnownIsNeitherAdoptedNorLost() {
        ObservedContainer unknown = container("a", Maker.EARLIER_OPERATION, ContainerState.UNKNOWN);
        for (Optional<RuntimeRecord> record : List.of(NONE, RUNNING, STOPPED, REMOVED)) {
            assertThat(judge(record, unknown)).isEqualTo(new Drift.None(GAME));
            assertThat(judge(record, unknown, running("b"))).isEqualTo(new Drift.None(GAME));
        }
    }

    @Test
    void aGameOfAnotherNodeIsNeverLostAndItsContainersHereAreNeverAdopted() {
        for (Optional<RuntimeRecord> record : List.of(RUNNING, STOPPED, REMOVED)) {
            Optional<RuntimeRecord> elsewhere =
                    record.map(one -> SampleOperations.on(ELSEWHERE, one));
            assertThat(judge(elsewhere)).isEqualTo(new Drift.None(GAME));
            for (ObservedContainer container : List.of(running("a"), running("b"), exited("b"))) {
                assertThat(judge(elsewhere, container))
                        .isEqualTo(new Drift.ForeignNode(GAME, ELSEWHERE, List.of(container)));
            }
            assertThat(
                            DriftRules.survey(
                                    HERE,
                                    elsewhere.stream().toList(),
                                    List.of(running("b")),
                                    List.of(),
                                    DriftTest::asOurs))
                    .containsExactly(new Drift.ForeignNode(GAME, ELSEWHERE, List.of(running("b"))));
        }
    }

    @Test
    void aGameWithAnOpenRowIsLeftAlone() {
        OpenOperation row =
                new OpenOperation(
                        1,
                        SampleContainers.OPERATION,
                        GAME,
                        NodeId.FIRST,
                        OperationKind.STOP,
                        OperationSource.GM_REST,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new BootId(new UUID(0, 9)),
                        NOON);
        assertThat(
                        DriftRules.survey(
                                HERE,
                                RUNNING.stream().toList(),
                                List.of(exited("a")),
                                List.of(row),
                                DriftTest::asOurs))
                .containsExactly(new Drift.InFlight(GAME, row));
        assertThat(
                        DriftRules.survey(
                                HERE,
                                RUNNING.stream().toList(),
                                List.of(running("a")),
                                List.of(row),
                                DriftTest::asOurs))
                .isEmpty();
    }

    @Test
    void aContainerOfNoPossibleGameIsNamedAndLeftAlone() {
        ObservedContainer unlabelled = ours("x", Map.of());
        ObservedContainer impossible = ours("y", Map.of(Labels.GAME_ID, "-no-"));
        ObservedContainer foreign = container("s", Maker.STRANGER, ContainerState.RUNNING);
        assertThat(
                        DriftRules.survey(
                                HERE,
                                List.of(),
                                List.of(unlabelled, impossible, foreign),
                                List.of(),
                                DriftTest::asOurs))
                .containsExactly(
                        new Drift.InvalidLabel(unlabelled), new Drift.InvalidLabel(impossible));
    }

    private static ObservedContainer ours(String id, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put(Labels.OWNER, Labels.OWNER_VALUE);
        return new ObservedContainer(
                new ContainerId(id), id, "galaxy/game:1", ContainerState.RUNNING, labels);
    }

    private static GameContainers asOurs(
            GameId gameId, Optional<RuntimeRecord> record, List<ObservedContainer> containers) {
        return new GameContainers(containers, List.of(), List.of(), List.of());
    }
}

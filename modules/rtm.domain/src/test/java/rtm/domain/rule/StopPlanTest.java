package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.ContainerState.CREATED;
import static rtm.domain.model.ContainerState.EXITED;
import static rtm.domain.model.ContainerState.PAUSED;
import static rtm.domain.model.ContainerState.RUNNING;
import static rtm.domain.rule.SampleContainers.GAME;
import static rtm.domain.rule.SampleContainers.IMAGE;
import static rtm.domain.rule.SampleContainers.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.rule.SampleContainers.Maker;

class StopPlanTest {

    private static final Instant NOW = Instant.parse("2026-04-28T07:18:54Z");
    private static final ContainerId RECORDED = new ContainerId("a");
    private static final RuntimeState RUNS = new RuntimeState.Running(RECORDED);

    static List<RuntimeState> states() {
        return List.of(
                RUNS,
                new RuntimeState.Running(new ContainerId("gone")),
                new RuntimeState.Stopped(RECORDED, NOW),
                new RuntimeState.Stopped(new ContainerId("gone"), NOW),
                new RuntimeState.Removed(Optional.of(NOW), NOW),
                new RuntimeState.Removed(Optional.empty(), NOW));
    }

    @Test
    void theRecordedEngineIsEnded() {
        ObservedContainer running = container("a", Maker.EARLIER_OPERATION, RUNNING);

        assertThat(decide(RUNS, running)).isEqualTo(new StopPlan.End(List.of(running)));
    }

    @Test
    void aPausedEngineIsAliveAndEnded() {
        ObservedContainer paused = container("a", Maker.EARLIER_OPERATION, PAUSED);

        assertThat(decide(RUNS, paused)).isEqualTo(new StopPlan.End(List.of(paused)));
    }

    @Test
    void anEngineThatEndedByItselfOrIsGoneIsFollowedByTheRecord() {
        ObservedContainer exited = container("a", Maker.EARLIER_OPERATION, EXITED);

        assertThat(decide(RUNS, exited)).isEqualTo(new StopPlan.Follow(RECORDED, List.of(exited)));
        assertThat(decide(RUNS)).isEqualTo(new StopPlan.Follow(RECORDED, List.of()));
    }

    @Test
    void whatNeverRanIsNotEnded() {
        ObservedContainer created = container("b", Maker.EARLIER_OPERATION, CREATED);

        assertThat(decide(new RuntimeState.Stopped(RECORDED, NOW), created))
                .isEqualTo(new StopPlan.Nothing(List.of(created)));
    }

    @Test
    void anEngineThatRunsAgainstAStoppedRecordIsEnded() {
        ObservedContainer running = container("b", Maker.EARLIER_OPERATION, RUNNING);

        assertThat(decide(new RuntimeState.Stopped(RECORDED, NOW), running))
                .isEqualTo(new StopPlan.End(List.of(running)));
    }

    @Test
    void whatAPersonRunsBesideItIsSpared() {
        ObservedContainer ours = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer diagnosis = container("b", Maker.PERSON, RUNNING, false, IMAGE);
        ObservedContainer copy = container("c", Maker.COPY, RUNNING, false, IMAGE);

        assertThat(decide(RUNS, ours, diagnosis, copy)).isEqualTo(new StopPlan.End(List.of(ours)));
    }

    @Test
    void whatAPersonRunsInItsPlaceIsEnded() {
        ObservedContainer adopted = container("a", Maker.PERSON, RUNNING);
        ObservedContainer unrecorded = container("b", Maker.PERSON, RUNNING);

        assertThat(decide(RUNS, adopted)).isEqualTo(new StopPlan.End(List.of(adopted)));
        assertThat(decide(RUNS, unrecorded)).isEqualTo(new StopPlan.End(List.of(unrecorded)));
    }

    @Test
    void ofTwoThatOnlyClaimToBeTheGamesNoneIsEnded() {
        ObservedContainer one = container("b", Maker.PERSON, RUNNING, false, IMAGE);
        ObservedContainer other = container("c", Maker.COPY, RUNNING, false, IMAGE);

        assertThat(decide(RUNS, one, other)).isEqualTo(new StopPlan.Follow(RECORDED, List.of()));
    }

    @Test
    void strangersAndOtherGamesEnginesUnderTheNameAreNeverEnded() {
        assertThat(decide(RUNS, container("b", Maker.STRANGER, RUNNING)))
                .isEqualTo(new StopPlan.Follow(RECORDED, List.of()));
        assertThat(decide(RUNS, container("b", Maker.OTHER_GAME, RUNNING)))
                .isEqualTo(new StopPlan.Follow(RECORDED, List.of()));
    }

    @ParameterizedTest
    @MethodSource("states")
    void inEverySetOfContainersTheRightOnesEnd(RuntimeState state) {
        for (List<ObservedContainer> set : SampleContainers.sets(IMAGE)) {
            GameContainers sorted = sorted(state, set);
            List<ObservedContainer> ours =
                    sorted.ours().stream().filter(ObservedContainer::live).toList();
            List<ObservedContainer> claimants =
                    sorted.claimants().stream().filter(ObservedContainer::live).toList();
            switch (StopPlan.decide(record(state), sorted)) {
                case StopPlan.End(List<ObservedContainer> ended) ->
                        assertThat(ended)
                                .as("%s", set)
                                .isNotEmpty()
                                .isEqualTo(ours.isEmpty() ? claimants : ours);
                case StopPlan.Follow(ContainerId container, List<ObservedContainer> ended) -> {
                    assertThat(ended).as("%s", set).isEqualTo(sorted.ours());
                    assertThat(ours).as("%s", set).isEmpty();
                    assertThat(claimants.size()).as("%s", set).isNotEqualTo(1);
                    assertThat(state).isEqualTo(new RuntimeState.Running(container));
                }
                case StopPlan.Nothing(List<ObservedContainer> ended) -> {
                    assertThat(ended).as("%s", set).isEqualTo(sorted.ours());
                    assertThat(ours).as("%s", set).isEmpty();
                    assertThat(claimants.size()).as("%s", set).isNotEqualTo(1);
                    assertThat(state).isNotInstanceOf(RuntimeState.Running.class);
                }
            }
        }
    }

    private static StopPlan decide(RuntimeState state, ObservedContainer... containers) {
        return StopPlan.decide(record(state), sorted(state, List.of(containers)));
    }

    private static GameContainers sorted(RuntimeState state, List<ObservedContainer> containers) {
        return SampleContainers.sorted(state.containerId(), containers);
    }

    private static RuntimeRecord record(RuntimeState state) {
        return new RuntimeRecord(
                GAME,
                NodeId.FIRST,
                state,
                IMAGE,
                GAME.engineEndpoint(),
                "/games/1",
                "galaxy-net",
                NOW,
                NOW,
                NOW,
                1);
    }
}

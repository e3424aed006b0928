package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.ContainerState.EXITED;
import static rtm.domain.model.ContainerState.RUNNING;
import static rtm.domain.rule.SampleContainers.GAME;
import static rtm.domain.rule.SampleContainers.IMAGE;
import static rtm.domain.rule.SampleContainers.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.RuntimeState;
import rtm.domain.rule.SampleContainers.Maker;

class ReplacePlanTest {

    private static final RuntimeState RUNS = new RuntimeState.Running(new ContainerId("a"));
    private static final RuntimeState STOPPED =
            new RuntimeState.Stopped(new ContainerId("a"), Instant.parse("2026-04-28T07:18:54Z"));

    @Test
    void theEngineThatRunsIsReplaced() {
        ObservedContainer running = container("a", Maker.EARLIER_OPERATION, RUNNING);

        assertThat(decide(RUNS, running)).isEqualTo(replace(running));
    }

    @Test
    void whereNoneRunsTheRecordedContainerIsReplaced() {
        ObservedContainer old = container("a", Maker.EARLIER_OPERATION, EXITED);

        assertThat(decide(STOPPED, old)).isEqualTo(replace(old));
    }

    @Test
    void whatWasSetAsideBeforeGoesFirst() {
        ObservedContainer running = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer aside = aside("b", Maker.EARLIER_OPERATION, EXITED);

        assertThat(decide(RUNS, running, aside)).isEqualTo(replace(running, aside));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSON", "COPY", "STRANGER", "OTHER_GAME"})
    void whatIsNotKnownAsOursAndHasTheNameOfOneSetAsideIsInTheWayBeforeAnythingStops(Maker maker) {
        ObservedContainer running = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer aside = aside("b", maker, EXITED);

        assertThat(decide(RUNS, running, aside)).isEqualTo(new ReplacePlan.NameTaken(aside));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSON", "COPY"})
    void aCopyUnderAnotherNameIsIgnoredWhetherItRunsOrNot(Maker maker) {
        ObservedContainer running = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer runs = container("b", maker, RUNNING, false, IMAGE);
        ObservedContainer ended = container("c", maker, EXITED, false, IMAGE);

        assertThat(decide(RUNS, running, runs, ended)).isEqualTo(replace(running));
    }

    @Test
    void inEverySetOfContainersOnlyOursAreRemovedAndNothingThatRunsIsALeftover() {
        for (RuntimeState state : List.of(RUNS, STOPPED)) {
            for (List<ObservedContainer> set : SampleContainers.sets(IMAGE)) {
                GameContainers sorted = SampleContainers.sorted(state.containerId(), set);
                switch (ReplacePlan.decide(GAME, state, sorted)) {
                    case ReplacePlan.NameTaken(ObservedContainer foreign) ->
                            assertThat(sorted.ours()).as("%s", set).doesNotContain(foreign);
                    case ReplacePlan.RunsTwice(List<ObservedContainer> all) ->
                            assertThat(all).as("%s", set).hasSizeGreaterThan(1);
                    case ReplacePlan.Replace(
                                    Optional<ObservedContainer> old,
                                    var leftovers,
                                    var staying) -> {
                        assertThat(leftovers)
                                .as("%s", set)
                                .isSubsetOf(sorted.ours())
                                .noneMatch(ObservedContainer::live)
                                .noneMatch(each -> old.equals(Optional.of(each)));
                        assertThat(
                                        Stream.of(
                                                        old.stream(),
                                                        leftovers.stream(),
                                                        staying.stream())
                                                .flatMap(each -> each))
                                .as("each of ours is stopped or removed, %s", set)
                                .containsAll(sorted.ours());
                        assertThat(sorted.strangers().stream().filter(SampleContainers::bearsName))
                                .as("%s", set)
                                .isEmpty();
                    }
                }
            }
        }
    }

    private static ReplacePlan replace(ObservedContainer old, ObservedContainer... leftovers) {
        return new ReplacePlan.Replace(Optional.of(old), List.of(leftovers), List.of());
    }

    private static ObservedContainer aside(String id, Maker maker, ContainerState state) {
        ObservedContainer made = container(id, maker, state);
        return new ObservedContainer(
                made.id(), GAME.previousContainerName(), made.image(), state, made.labels());
    }

    private static ReplacePlan decide(RuntimeState state, ObservedContainer... containers) {
        return ReplacePlan.decide(
                GAME, state, SampleContainers.sorted(state.containerId(), List.of(containers)));
    }
}

package rtm.domain.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static rtm.domain.model.ContainerState.CREATED;
import static rtm.domain.model.ContainerState.DEAD;
import static rtm.domain.model.ContainerState.EXITED;
import static rtm.domain.model.ContainerState.RUNNING;
import static rtm.domain.rule.SampleContainers.GAME;
import static rtm.domain.rule.SampleContainers.IMAGE;
import static rtm.domain.rule.SampleContainers.OPERATION;
import static rtm.domain.rule.SampleContainers.OTHER_IMAGE;
import static rtm.domain.rule.SampleContainers.container;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.rule.SampleContainers.Maker;

class StartPlanTest {

    @Test
    void whereNothingIsAContainerIsMade() {
        assertThat(decide()).isEqualTo(new StartPlan.Make(List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerUnderTheNameIsInTheWayInAnyState(ContainerState state) {
        ObservedContainer stranger = container("a", Maker.STRANGER, state);

        assertThat(decide(stranger)).isEqualTo(new StartPlan.NameTaken(stranger));
    }

    @ParameterizedTest
    @EnumSource
    void anotherGamesContainerUnderTheNameIsAStranger(ContainerState state) {
        ObservedContainer strayed = container("a", Maker.OTHER_GAME, state);

        assertThat(decide(strayed)).isEqualTo(new StartPlan.NameTaken(strayed));
    }

    @ParameterizedTest
    @EnumSource(names = {"EARLIER_OPERATION", "PERSON"})
    void anEngineThatRunsOnTheImageIsLeftAlone(Maker maker) {
        ObservedContainer running = container("a", maker, RUNNING);

        assertThat(decide(running)).isEqualTo(new StartPlan.RunsAlready(running));
    }

    @Test
    void anEngineThatThisOperationStartedIsItsOwnSuccess() {
        ObservedContainer running = container("a", Maker.THIS_OPERATION, RUNNING);

        assertThat(decide(running)).isEqualTo(new StartPlan.StartedBefore(running));
    }

    @Test
    void anEngineOnAnotherImageIsAConflictWhateverItsName() {
        ObservedContainer named =
                container("a", Maker.EARLIER_OPERATION, RUNNING, true, OTHER_IMAGE);
        ObservedContainer aside = container("a", Maker.PERSON, RUNNING, false, OTHER_IMAGE);

        assertThat(decide(named)).isEqualTo(new StartPlan.RunsOtherImage(named));
        assertThat(decide(aside)).isEqualTo(new StartPlan.RunsOtherImage(aside));
    }

    @Test
    void twoRunningEnginesAreLeftToAPerson() {
        ObservedContainer one = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer other = container("b", Maker.EARLIER_OPERATION, RUNNING, false, IMAGE);

        assertThat(decide(one, other)).isEqualTo(new StartPlan.RunsTwice(List.of(one, other)));
    }

    @Test
    void whatIsOursAndDoesNotRunGoesFirst() {
        ObservedContainer old = container("a", Maker.EARLIER_OPERATION, EXITED);
        ObservedContainer created = container("b", Maker.THIS_OPERATION, CREATED, false, IMAGE);
        ObservedContainer dead = container("c", Maker.EARLIER_OPERATION, DEAD, false, IMAGE);

        assertThat(decide(old, created, dead))
                .isEqualTo(new StartPlan.Make(List.of(old, created, dead), List.of()));
    }

    @Test
    void anEngineThatAPersonMadeAndThisServiceAdoptedIsRemovedOnlyWhereItBearsTheName() {
        ObservedContainer named = container("a", Maker.PERSON, EXITED);
        ObservedContainer aside = container("b", Maker.PERSON, EXITED, false, IMAGE);
        GameContainers adopted =
                new GameContainers(List.of(named, aside), List.of(), List.of(), List.of());

        assertThat(StartPlan.decide(GAME, IMAGE, OPERATION, adopted))
                .isEqualTo(new StartPlan.Make(List.of(named), List.of(aside)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSON", "COPY"})
    void whatOnlyClaimsToBeOursIsNotRemovedAndBlocksOnlyItsName(Maker maker) {
        ObservedContainer named = container("a", maker, EXITED);
        ObservedContainer aside = container("b", maker, EXITED, false, IMAGE);

        assertThat(decide(named)).isEqualTo(new StartPlan.NameTaken(named));
        assertThat(decide(aside)).isEqualTo(new StartPlan.Make(List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource(names = {"PERSON", "COPY"})
    void aCopyThatRunsBesideOurEngineIsIgnored(Maker maker) {
        ObservedContainer ours = container("a", Maker.EARLIER_OPERATION, RUNNING);
        ObservedContainer copy = container("b", maker, RUNNING, false, OTHER_IMAGE);

        assertThat(decide(ours, copy)).isEqualTo(new StartPlan.RunsAlready(ours));
    }

    @Test
    void inEverySetOfContainersNothingAliveAndNothingOfOthersIsEverRemoved() {
        for (List<ObservedContainer> set : SampleContainers.sets(IMAGE, OTHER_IMAGE)) {
            GameContainers sorted = SampleContainers.sorted(set);
            StartPlan plan = StartPlan.decide(GAME, IMAGE, OPERATION, sorted);
            List<ObservedContainer> foreign =
                    set.stream()
                            .filter(each -> !sorted.ours().contains(each))
                            .filter(SampleContainers::bearsName)
                            .toList();
            List<ObservedContainer> live = sorted.running();
            switch (plan) {
                case StartPlan.NameTaken(ObservedContainer taken) ->
                        assertThat(foreign).as("%s", set).contains(taken);
                case StartPlan.RunsTwice(List<ObservedContainer> all) ->
                        assertThat(all).as("%s", set).isEqualTo(live).hasSizeGreaterThan(1);
                case StartPlan.RunsOtherImage(ObservedContainer running) -> {
                    assertThat(live).as("%s", set).containsExactly(running);
                    assertThat(running.engineImage()).isEqualTo(OTHER_IMAGE.value());
                }
                case StartPlan.RunsAlready(ObservedContainer running) -> {
                    assertThat(live).as("%s", set).containsExactly(running);
                    assertThat(running.engineImage()).isEqualTo(IMAGE.value());
                    assertThat(running.madeBy(OPERATION)).isFalse();
                }
                case StartPlan.StartedBefore(ObservedContainer running) -> {
                    assertThat(live).as("%s", set).containsExactly(running);
                    assertThat(running.engineImage()).isEqualTo(IMAGE.value());
                    assertThat(running.madeBy(OPERATION)).isTrue();
                }
                case StartPlan.Make(
                                List<ObservedContainer> leftovers,
                                List<ObservedContainer> staying) -> {
                    assertThat(live).as("%s", set).isEmpty();
                    assertThat(foreign).as("%s", set).isEmpty();
                    assertThat(leftovers)
                            .as("%s", set)
                            .containsAll(set.stream().filter(SampleContainers::bearsName).toList())
                            .noneMatch(ObservedContainer::live)
                            .isSubsetOf(sorted.ours());
                    assertThat(Stream.concat(leftovers.stream(), staying.stream()))
                            .as("each of ours is removed or stopped, %s", set)
                            .containsExactlyInAnyOrderElementsOf(sorted.ours());
                }
            }
            if (foreign.isEmpty()) {
                assertThat(plan).isNotInstanceOf(StartPlan.NameTaken.class);
            }
        }
    }

    private static StartPlan decide(ObservedContainer... containers) {
        return StartPlan.decide(
                GAME, IMAGE, OPERATION, SampleContainers.sorted(List.of(containers)));
    }
}

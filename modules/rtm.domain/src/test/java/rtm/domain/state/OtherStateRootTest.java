package rtm.domain.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rtm.domain.simulation.Outcomes.verdict;
import static rtm.domain.simulation.SimulatedProcess.CALL;
import static rtm.domain.simulation.SimulatedProcess.START_JOB;
import static rtm.domain.simulation.SimulatedWorld.GAME;
import static rtm.domain.simulation.SimulatedWorld.IMAGE;
import static rtm.domain.simulation.SimulatedWorld.PATCH_IMAGE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationException;
import rtm.domain.model.OperationSource;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.StateFolders.Mark;
import rtm.domain.simulation.OneProcess;
import rtm.domain.simulation.SimulatedWorld;

/** A root is the right one only if its mark has the id that the database knows. */
class OtherStateRootTest extends OneProcess {

    private static final GameId SECOND = new GameId("game-2");
    private static final GameId THIRD = new GameId("game-3");
    private static final UUID FOREIGN = UUID.randomUUID();

    private UUID id = FOREIGN;

    @BeforeEach
    void aGameWithItsState() {
        world.stopped();
        look();
        id = world.store.stateRoot(NodeId.FIRST).orElseThrow();
    }

    @Test
    void theFirstLookGivesAMarkOfAnEarlierProgramAnIdAndRecordsIt() {
        world.store.forgetStateRoot();
        world.folders.mark(Optional.empty());
        service = world.boot();

        look();

        UUID recorded = world.store.stateRoot(NodeId.FIRST).orElseThrow();
        assertThat(world.folders.mark().flatMap(Mark::id)).contains(recorded);
        assertThat(log.lines("INFO", "state root recorded", "id=" + recorded)).hasSize(1);
        assertThat(log.lines("WARN")).isEmpty();
    }

    @Test
    void theNextBootFindsNothingToDo() throws Exception {
        service = world.boot();
        look();

        assertThat(log.lines("INFO", "state root recorded")).hasSize(1);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void aMarkMadeByHandWithEmptyFoldersIsNoRoot() throws Exception {
        beneath(Optional.empty());

        assertOutage("its mark has no id (expected %s...)".formatted(part(id)));
    }

    @Test
    void aMarkOfAnotherInstallationWithEmptyFoldersIsNoRoot() throws Exception {
        beneath(Optional.of(FOREIGN));

        assertOutage(
                "it is another one (id %s..., expected %s...)".formatted(part(FOREIGN), part(id)));
    }

    @Test
    void aProcessThatFoundTheRootRightSeesThatAnotherIsThere() throws Exception {
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        beneath(Optional.of(FOREIGN));

        assertWaits(service::restart, "it is another one");
        world.folders.mount(true);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void foldersThatWereCopiedWithoutTheMarkAreNoRoot() {
        world.folders.mount(false);

        assertWaits(service::restart, "it has no mark (expected id %s...)".formatted(part(id)));
    }

    @Test
    void noMessageHasAWholeIdThatAMarkCouldBeMadeWith() throws Exception {
        beneath(Optional.of(FOREIGN));

        assertThatThrownBy(service::restart).message().doesNotContain(id.toString());
        world.folders.mark(Optional.empty());
        assertThatThrownBy(service::restart).message().doesNotContain(id.toString());
        world.folders.mount(false);
        assertThatThrownBy(service::restart).message().doesNotContain(id.toString());
    }

    @Test
    void aCopyOfTheMarkWithoutTheFoldersOfMostGamesIsNoRoot() throws Exception {
        stoppedToo(SECOND);
        stoppedToo(THIRD);
        beneath(Optional.of(id));

        assertOutage("2 of the 3 games that run or are stopped have no folder in it");
    }

    /** The notes of what had content were copied with the mark, and the content was not. */
    @Test
    void aCopyOfTheMarkBesideEmptiedFoldersOfMostGamesIsNoRoot() throws Exception {
        stoppedToo(SECOND);
        stoppedToo(THIRD);
        beneath(Optional.of(id));
        Files.createDirectories(Path.of(world.folders.root(), ".beneath", SECOND.value()));
        world.folders.noteLoss(SECOND);
        world.folders.noteLoss(GAME);

        assertOutage(
                "3 of the 3 games that run or are stopped have no folder in it (1) or an empty one that had content (2)");
    }

    @Test
    void theFoldersOfAtMostHalfOfTheGamesAreTheTroubleOfTheseGames() throws Exception {
        stoppedToo(SECOND);
        service = world.boot();

        assertThat(service.useCases().gameStates().trouble()).isEmpty();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertRefused(SECOND, "game-2 is missing");
    }

    @Test
    void foldersOfRemovedGamesDoNotMakeUpForThoseOfMostOthers() throws Exception {
        another();
        stoppedToo(THIRD);
        beneath(Optional.of(id));
        Files.delete(Path.of(world.folders.root(), ".beneath", GAME.value()));
        Files.createDirectories(Path.of(world.folders.root(), ".beneath", SECOND.value()));

        assertOutage("2 of the 2 games that run or are stopped have no folder in it");
    }

    @Test
    void anAcceptedLossEndsTheTroubleOfARootWithoutMostFoldersForGood() throws Exception {
        stoppedToo(SECOND);
        stoppedToo(THIRD);
        stoppedToo(new GameId("game-4"));
        beneath(Optional.of(id));
        Files.delete(Path.of(world.folders.root(), ".beneath", GAME.value()));

        accept(GAME);

        assertThat(log.lines("WARN", "loss of a game's state accepted", "root_replaced=true"))
                .hasSize(1);
        service = world.boot();
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertRefused(SECOND, "game-2 is missing");
    }

    @Test
    void theReportSaysItToo() throws Exception {
        beneath(Optional.of(FOREIGN));

        assertThat(
                        new StateSurvey(world.store, world.folders, world.store, NodeId.FIRST)
                                .survey()
                                .root())
                .hasValueSatisfying(words -> assertThat(words).contains("it is another one"));
    }

    @Test
    void gamesOfOtherNodesHaveTheirFoldersElsewhere() throws Exception {
        List<GameId> others = Stream.of("a", "b", "c", "d").map(GameId::new).toList();
        others.forEach(this::stoppedToo);
        assertThat(survey(NodeId.FIRST).root())
                .hasValueSatisfying(words -> assertThat(words).contains("4 of the 5 games"));
        others.forEach(game ->
                world.store.put(
                        SampleOperations.on(new NodeId(2), world.store.find(game).orElseThrow())));

        StateSurvey.StateReport report = survey(NodeId.FIRST);

        assertThat(report.root()).isEmpty();
        assertThat(report.absent()).isEmpty();
        assertThat(report.present()).isEqualTo(1);
        service = world.boot();
        look();
        assertThat(service.useCases().gameStates().otherRoot()).isEmpty();
        assertThat(survey(new NodeId(2)).absent()).hasSize(4);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    private StateSurvey.StateReport survey(NodeId node) {
        return new StateSurvey(world.store, world.folders, world.store, node).survey();
    }

    @Test
    void aRootThatAnOperatorMovedIsRecordedOnceTheFormerIdIsDeleted() throws Exception {
        world.folders.mark(Optional.of(FOREIGN));
        assertWaits(service::restart, "it is another one");

        world.store.forgetStateRoot();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.store.stateRoot(NodeId.FIRST)).contains(FOREIGN);
    }

    @Test
    void aDiskMountedBeforeTheFirstGameReplacesTheFolderBelow() throws Exception {
        world = new SimulatedWorld(root.resolve("new"));
        service = world.boot();
        world.unmount();
        look();
        UUID below = world.store.stateRoot(NodeId.FIRST).orElseThrow();

        world.folders.mount(false);
        look();

        assertThat(world.store.stateRoot(NodeId.FIRST))
                .isPresent()
                .isNotEqualTo(Optional.of(below));
        assertThat(verdict(service.start(CALL))).isEqualTo(new Verdict.Done());
        world.unmount();
        world.folders.mark(Optional.of(below));
        assertWaits(service::restart, "it is another one");
    }

    @Test
    void anAcceptedLossReplacesTheRootAndEachOtherGameMustBeAcceptedToo() throws Exception {
        another();
        beneath(Optional.of(FOREIGN));
        Files.createDirectories(Path.of(world.folders.root(), ".beneath", SECOND.value()));

        accept(GAME);

        assertThat(world.store.stateRoot(NodeId.FIRST)).contains(FOREIGN);
        assertThat(log.lines("WARN", "loss of a game's state accepted", "root_replaced=true"))
                .hasSize(1);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertRefused(SECOND, "is empty but had content");

        accept(SECOND);
        assertThat(service.useCases().gameStates().folder(SECOND, world.store.find(SECOND)))
                .isEqualTo(world.folders.pathOf(SECOND));
    }

    @Test
    void anAcceptanceThatDiedBeforeItsRowIsMadeAgain() throws Exception {
        beneath(Optional.empty());
        world.folders.markRoot(FOREIGN);

        accept(GAME);

        assertThat(world.store.stateRoot(NodeId.FIRST)).contains(FOREIGN);
        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
    }

    @Test
    void aFirstLookThatDiedBeforeItsRowIsMadeAgain() throws Exception {
        world.store.forgetStateRoot();
        service = world.boot();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.store.stateRoot(NodeId.FIRST)).contains(id);
    }

    @Test
    void aFullDiskDoesNotStopTheGamesOfARootThatAnEarlierProgramMarked() throws Exception {
        world.store.forgetStateRoot();
        world.folders.mark(Optional.empty());
        world.folders.fail("no space left");
        service = world.boot();

        assertThat(verdict(service.restart())).isEqualTo(new Verdict.Done());
        assertThat(world.store.stateRoot(NodeId.FIRST)).isEmpty();

        world.folders.mend();
        look();
        assertThat(world.store.stateRoot(NodeId.FIRST)).isPresent();
    }

    private void look() {
        service.useCases().gameStates().look();
    }

    /** What is seen in the place of the disk has a mark, and an empty folder for the game. */
    private void beneath(Optional<UUID> marked) throws IOException {
        world.unmount();
        world.folders.mark(marked);
        Files.createDirectories(Path.of(world.folders.root(), ".beneath", GAME.value()));
    }

    private static String part(UUID id) {
        return id.toString().substring(0, 8);
    }

    private void another() {
        put(SECOND, new RuntimeState.Removed(Optional.empty(), world.record().lastOpAt()));
    }

    private void stoppedToo(GameId game) {
        put(game, new RuntimeState.Stopped(world.docker.newId(), world.record().lastOpAt()));
    }

    private void put(GameId game, RuntimeState state) {
        RuntimeRecord record = world.record();
        world.store.put(
                new RuntimeRecord(
                        game,
                        NodeId.FIRST,
                        state,
                        IMAGE,
                        record.engineEndpoint(),
                        world.folders.pathOf(game),
                        record.dockerNetwork(),
                        record.startedAt(),
                        record.lastOpAt(),
                        record.createdAt(),
                        1));
    }

    private void accept(GameId game) throws InterruptedException {
        RuntimeRecord _ =
                service.useCases().acceptLostState().accept(game, OperationSource.ADMIN_REST);
    }

    private void assertRefused(GameId game, String words) {
        assertThatThrownBy(
                        () -> service.useCases().gameStates().folder(game, world.store.find(game)))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        refused ->
                                assertThat(refused.code())
                                        .isEqualTo(ErrorCode.CONTAINER_START_FAILED))
                .hasMessageContaining(words);
    }

    private void assertOutage(String words) {
        assertWaits(service::restart, words);
        assertWaits(() -> service.patch(PATCH_IMAGE), words);
        assertWaits(() -> service.start(START_JOB), words);
        assertThatThrownBy(() -> new StateRootCheck(service.useCases().gameStates()).check())
                .hasMessageStartingWith("state root: ")
                .hasMessageContaining(words);
        assertThat(world.dockerChanges()).isEmpty();
        try {
            assertThat(Files.readString(Path.of(world.folders.root(), GAME.value(), "save")))
                    .isEqualTo("turn 12");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void assertWaits(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(DependencyUnavailableException.class)
                .hasMessageContaining(words);
    }
}

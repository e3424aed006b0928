package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/** How every {@link RuntimeStore} opens, transfers and removes the rows of operations. */
abstract class OperationRowsContract extends StoreSuite {

    private static final String REFERENCE = "runtime:start_jobs/1714081234567-0";
    private static final String IMAGE = "galaxy/game:1.4.0";

    private static final ContainerId CONTAINER = SampleOperations.CONTAINER;
    private static final ContainerId OTHER = new ContainerId("2e5b".repeat(16));

    private final BootId another = new BootId(UUID.randomUUID());

    @Test
    void anOpenedOperationIsOpenUntilItsCommit() {
        OperationRequest request = SampleOperations.call(GAME, OperationKind.STOP, we);

        OpenResult.Opened opened = opened(store().openRow(request, Optional.empty()));

        assertThat(opened.resumed()).isFalse();
        assertThat(opened.record()).isEmpty();
        assertThat(opened.operation().id()).isEqualTo(request.id());
        assertThat(opened.operation().owner()).isEqualTo(we);
        assertThat(store().openOperations()).containsExactly(opened.operation());
        store().commit(SampleOperations.bare(opened.operation(), new Verdict.Done()));
        assertThat(store().openOperations()).isEmpty();
    }

    @Test
    void noRowIsOpenedWhileTheRecordedEngineIsNotAmongTheLive() {
        RuntimeRecord running = recordRunning();
        OperationRequest stop = SampleOperations.call(GAME, OperationKind.STOP, we);

        assertThat(store().openRowUnlessLost(stop, Optional.empty(), Set.of()))
                .isEqualTo(new OpenResult.Lost(running));
        assertThat(store().openRowUnlessLost(stop, Optional.empty(), Set.of(OTHER)))
                .isEqualTo(new OpenResult.Lost(running));
        assertThat(store().openOperations()).isEmpty();

        OpenResult opening =
                store().openRowUnlessLost(stop, Optional.empty(), Set.of(OTHER, CONTAINER));
        assertThat(opened(opening).record()).contains(running);
        assertThat(store().openOperations()).hasSize(1);
    }

    @Test
    void anEarlierAttemptAndAnOpenRowCountAlsoIfTheEngineIsLost() {
        recordRunning();
        OperationRequest job = SampleOperations.job(REFERENCE, GAME, IMAGE, we);
        OpenOperation open = opened(store().openRow(job, Optional.empty())).operation();

        assertThat(opened(store().openRowUnlessLost(job, Optional.empty(), Set.of())).resumed())
                .isTrue();
        assertThat(
                        store().openRowUnlessLost(
                                        SampleOperations.call(GAME, OperationKind.STOP, we),
                                        Optional.empty(),
                                        Set.of()))
                .isEqualTo(new OpenResult.Busy(open));
    }

    @Test
    void aGameThatDoesNotRunCannotBeLost() {
        OperationRequest start = SampleOperations.call(GAME, OperationKind.START, we);

        assertThat(opened(store().openRowUnlessLost(start, Optional.empty(), Set.of())).record())
                .isEmpty();
    }

    @Test
    void theRowOfARestartNamesTheImageOfTheRecord() {
        RuntimeRecord running = recordRunning();
        OperationRequest restart = SampleOperations.call(GAME, OperationKind.RESTART, we);

        OpenOperation row = opened(store().openRow(restart, Optional.empty())).operation();

        assertThat(row.image()).contains(running.currentImage().value());
        assertThat(store().openOperations()).containsExactly(row);
    }

    private RuntimeRecord recordRunning() {
        OpenOperation start = begin(GAME);
        store().commit(SampleOperations.whole(start, SampleOperations.running(GAME, 0)));
        return store().find(GAME).orElseThrow();
    }

    @Test
    void whatIsOpenedAndCommittedAtOnceIsClosedAndCommittedOnce() {
        OperationRequest job =
                SampleOperations.job("runtime:start_jobs/1-0", GAME, "galaxy/game:1", we);

        OpenResult first =
                store().openAndCommit(
                                job,
                                Optional.empty(),
                                opening ->
                                        SampleOperations.bare(
                                                opening.operation(), new Verdict.Done()));
        OpenResult again =
                store().openAndCommit(
                                job,
                                Optional.empty(),
                                opening -> {
                                    throw new AssertionError("opened twice: " + opening);
                                });

        assertThat(first).isInstanceOf(OpenResult.Opened.class);
        assertThat(again).isEqualTo(new OpenResult.AlreadyDone());
        assertThat(store().openOperations()).isEmpty();
    }

    @Test
    void openingAndCommittingAtOnceWaitsForTheOpenRowOfTheGame() {
        OpenOperation open = begin(GAME);

        OpenResult opening =
                store().openAndCommit(
                                SampleOperations.job(
                                        "runtime:start_jobs/1-0", GAME, "galaxy/game:1", we),
                                Optional.empty(),
                                each -> {
                                    throw new AssertionError("opened beside another: " + each);
                                });

        assertThat(opening).isEqualTo(new OpenResult.Busy(open));
    }

    @Test
    void aSecondOperationOnAGameLearnsWhichOneIsInProgress() {
        OpenOperation first = begin(GAME);

        OpenResult second =
                store().openRow(
                                SampleOperations.call(GAME, OperationKind.STOP, another),
                                Optional.empty());

        assertThat(second).isEqualTo(new OpenResult.Busy(first));
    }

    @Test
    void operationsOnOtherGamesAreNotInTheWay() {
        begin(GAME);
        assertThat(begin(new GameId("another"))).isNotNull();
    }

    @Test
    void ofManyThatStartAtOnceExactlyOneOpens() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<OpenResult>> calls =
                    IntStream.range(0, 16)
                            .<Callable<OpenResult>>mapToObj(i ->
                                    () ->
                                            store().openRow(
                                                            SampleOperations.call(
                                                                    GAME, OperationKind.STOP, we),
                                                            Optional.empty()))
                            .toList();
            List<OpenResult> opening =
                    threads.invokeAll(calls).stream().map(result -> result.resultNow()).toList();
            assertThat(opening).filteredOn(OpenResult.Opened.class::isInstance).hasSize(1);
            assertThat(opening).filteredOn(OpenResult.Busy.class::isInstance).hasSize(15);
        }
    }

    @Test
    void aRequestWhoseAnswerWasLostFindsItsOwnRowAgain() {
        OperationRequest request = SampleOperations.call(GAME, OperationKind.STOP, we);
        OpenOperation first = opened(store().openRow(request, Optional.empty())).operation();

        OpenResult.Opened again = opened(store().openRow(request, Optional.empty()));

        assertThat(again.operation()).isEqualTo(first);
        assertThat(store().openOperations()).hasSize(1);
    }

    @Test
    void aJobThatIsDoneIsNotDoneAgain() {
        OpenOperation operation = openJob(IMAGE, we);
        store().commit(SampleOperations.bare(operation, new Verdict.Replayed()));

        OpenResult again = store().openRow(job(IMAGE, another), Optional.empty());

        assertThat(again).isEqualTo(new OpenResult.AlreadyDone());
    }

    @Test
    void anOpenJobIsTakenUpAgainByItsOwner() {
        OpenOperation operation = openJob(IMAGE, we);

        OpenResult.Opened again = opened(store().openRow(job(IMAGE, we), Optional.empty()));

        assertThat(again.resumed()).isTrue();
        assertThat(again.operation()).isEqualTo(operation);
    }

    @Test
    void anOpenJobOfAnotherIsBusyUnlessThatOneMayBeTakenOver() {
        OpenOperation operation = openJob(IMAGE, we);
        BootId third = new BootId(UUID.randomUUID());

        assertThat(store().openRow(job(IMAGE, another), Optional.empty()))
                .isEqualTo(new OpenResult.Busy(operation));
        assertThat(store().openRow(job(IMAGE, another), Optional.of(third)))
                .isEqualTo(new OpenResult.Busy(operation));
        OpenResult.Opened taken = opened(store().openRow(job(IMAGE, another), Optional.of(we)));
        assertThat(taken.resumed()).isTrue();
        assertThat(taken.operation().owner()).isEqualTo(another);
        assertThat(taken.operation().id()).isEqualTo(operation.id());
        assertThat(taken.operation().row()).isEqualTo(operation.row());
    }

    @Test
    void aReferenceThatIsUsedAgainByAnotherPayloadIsANewJob() {
        store().commit(SampleOperations.bare(openJob(IMAGE, we), new Verdict.Done()));

        OpenOperation second = openJob("galaxy/game:1.5.0", we);
        store().commit(SampleOperations.bare(second, new Verdict.Done()));

        assertThat(second.sourceRef().orElseThrow()).startsWith(REFERENCE + "#");
        assertThat(store().openRow(job("galaxy/game:1.5.0", we), Optional.empty()))
                .isEqualTo(new OpenResult.AlreadyDone());
        assertThat(store().openRow(job(IMAGE, we), Optional.empty()))
                .isEqualTo(new OpenResult.AlreadyDone());
        assertThat(openJob("galaxy/game:1.6.0", we).sourceRef()).isNotEqualTo(second.sourceRef());
    }

    @Test
    void aRowIsTakenOverFromTheOwnerThatWasNamed() {
        OpenOperation operation = begin(GAME);

        OpenOperation taken = store().takeOver(operation, another).orElseThrow();

        assertThat(taken.owner()).isEqualTo(another);
        assertThat(taken.id()).isEqualTo(operation.id());
        assertThat(store().openOperations()).containsExactly(taken);
        assertThat(store().takeOver(operation, another)).as("asked again").contains(taken);
        assertThat(store().takeOver(operation, new BootId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aClosedRowIsNotTakenOver() {
        OpenOperation operation = begin(GAME);
        store().commit(SampleOperations.bare(operation, new Verdict.Done()));

        assertThat(store().takeOver(operation, another)).isEmpty();
    }

    @Test
    void anAbandonedRowLeavesNoTrace() {
        OpenOperation operation = openJob(IMAGE, we);

        store().abandon(operation);
        store().abandon(operation);

        assertThat(store().openOperations()).isEmpty();
        assertThat(opened(store().openRow(job(IMAGE, we), Optional.empty())).resumed()).isFalse();
    }

    @Test
    void onlyTheOwnerAbandonsAnOpenRow() {
        OpenOperation operation = begin(GAME);
        OpenOperation taken = store().takeOver(operation, another).orElseThrow();

        assertThatThrownBy(() -> store().abandon(operation))
                .isInstanceOf(OwnershipLostException.class);
        store().commit(SampleOperations.bare(taken, new Verdict.Done()));
        assertThatThrownBy(() -> store().abandon(taken)).isInstanceOf(OwnershipLostException.class);
    }

    private OperationRequest job(String image, BootId owner) {
        return SampleOperations.job(REFERENCE, GAME, image, owner);
    }

    private OpenOperation openJob(String image, BootId owner) {
        return open(job(image, owner));
    }

    private static final GameId UPPER = new GameId("Chess");
    private static final GameId LOWER = new GameId("chess");

    private OpenResult ask(GameId game, OperationKind kind) {
        return store().openRow(SampleOperations.call(game, kind, we), Optional.empty());
    }

    @Test
    void aGameWhoseIdDiffersInCaseCannotHaveAnEngineToo() {
        store().commit(SampleOperations.whole(begin(UPPER), SampleOperations.running(UPPER, 0)));

        OpenResult taken = new OpenResult.NameTaken(UPPER);
        assertThat(ask(LOWER, OperationKind.START)).isEqualTo(taken);
        assertThat(ask(LOWER, OperationKind.RESTART)).isEqualTo(taken);
        assertThat(ask(LOWER, OperationKind.RECONCILE_ADOPT)).isEqualTo(taken);
        opened(ask(LOWER, OperationKind.STOP));
        opened(ask(UPPER, OperationKind.RESTART));
        opened(ask(new GameId("chess-2"), OperationKind.START));
    }

    @Test
    void norWhileTheOtherIsBeingStarted() {
        OpenOperation start = opened(ask(UPPER, OperationKind.START)).operation();
        assertThat(ask(LOWER, OperationKind.START)).isEqualTo(new OpenResult.NameTaken(UPPER));

        store().commit(
                        SampleOperations.bare(
                                start, new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "none")));
        opened(ask(LOWER, OperationKind.START));
    }

    @Test
    void aRemovedGameKeepsNoHostName() {
        RuntimeState removed = new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH);
        store().commit(
                        SampleOperations.whole(
                                begin(UPPER), SampleOperations.record(UPPER, removed, 0)));

        opened(ask(LOWER, OperationKind.START));
    }

    @Test
    void gamesThatBothHaveEnginesAlreadyKeepThem() {
        store().commit(SampleOperations.whole(begin(UPPER), SampleOperations.running(UPPER, 0)));
        store().commit(SampleOperations.whole(begin(LOWER), SampleOperations.running(LOWER, 0)));

        opened(ask(LOWER, OperationKind.RESTART));
        opened(ask(UPPER, OperationKind.START));
    }

    @Test
    void aJobOfSuchAGameCanBeClosedAsFailed() {
        store().commit(SampleOperations.whole(begin(UPPER), SampleOperations.running(UPPER, 0)));
        OpenResult closed =
                store().openAndCommit(
                                SampleOperations.job("s/1-0", LOWER, "galaxy/game:1.4.0", we),
                                Optional.empty(),
                                row ->
                                        SampleOperations.bare(
                                                row.operation(),
                                                new Verdict.Failed(ErrorCode.CONFLICT, "taken")));
        assertThat(closed).isInstanceOf(OpenResult.Opened.class);
    }

    @Test
    void ofManyGamesThatStartAtOnceAndDifferInCaseOneDoes() throws Exception {
        // More than once, because a driver treats a statement that it knows in another way.
        for (int round = 0; round < 20; round++) {
            String number = Integer.toString(round);
            List<GameId> games =
                    Stream.of("go", "gO", "Go", "GO").map(id -> new GameId(id + number)).toList();
            assertThat(openedAtOnce(games)).as("round " + round).isEqualTo(1);
        }
    }

    private int openedAtOnce(List<GameId> games) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OpenResult>> answers =
                    games.stream()
                            .map(game -> threads.submit(() -> ask(game, OperationKind.START)))
                            .toList();
            int opened = 0;
            for (Future<OpenResult> answer : answers) {
                opened += answer.get() instanceof OpenResult.Opened ? 1 : 0;
            }
            return opened;
        }
    }
}

package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.StopReason;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/**
 * How every {@link RuntimeStore} carries out many operations at once: each as if it were alone,
 * whatever happens to the others.
 */
abstract class ManyAtOnceContract extends StoreSuite {

    private static final int GAMES = 40;

    @Test
    void eachOpensItsOwnRowAndReadsItsOwnRecord() throws Exception {
        List<RuntimeRecord> stopped =
                IntStream.range(0, GAMES).mapToObj(i -> recorded(stopped(game(i)))).toList();

        List<OpenResult> results =
                atOnce(IntStream.range(0, GAMES).mapToObj(i -> stop(game(i), "1-" + i)).toList());

        for (int i = 0; i < GAMES; i++) {
            OpenResult.Opened opened = opened(results.get(i));
            assertThat(opened.record()).contains(stopped.get(i));
            assertThat(opened.operation().gameId()).isEqualTo(game(i));
            assertThat(opened.operation().sourceRef()).contains("runtime:stop_jobs/1-" + i);
            assertThat(opened.operation().reason()).contains(StopReason.FINISHED);
        }
        assertThat(store().openOperations())
                .containsExactlyInAnyOrderElementsOf(
                        results.stream().map(each -> opened(each).operation()).toList());
    }

    @Test
    void jobsOfGamesOnAnotherNodeAreAssignedToIt() throws Exception {
        NodeId other = under().anotherNode();
        IntStream.range(0, GAMES)
                .forEach(i ->
                        recorded(
                                i % 2 == 0
                                        ? stopped(game(i))
                                        : SampleOperations.on(other, stopped(game(i)))));

        List<OpenResult> results =
                atOnce(IntStream.range(0, GAMES).mapToObj(i -> stop(game(i), "1-" + i)).toList());

        for (int i = 0; i < GAMES; i++) {
            if (i % 2 == 0) {
                assertThat(opened(results.get(i)).operation().node()).isEqualTo(NodeId.FIRST);
            } else {
                assertThat(results.get(i))
                        .isInstanceOfSatisfying(
                                OpenResult.Busy.class,
                                busy -> {
                                    assertThat(busy.other().node()).isEqualTo(other);
                                    assertThat(busy.other().untaken()).isTrue();
                                });
            }
        }
        assertThat(store().openOperationsOn(other)).hasSize(GAMES / 2);
    }

    @Test
    void eachIsToldWhyItCannotOpenAndTheOthersOpen() throws Exception {
        RuntimeRecord lost = recorded(running(game(0)));
        OpenOperation busy = begin(game(1));
        OperationRequest done = stop(game(2), "1-2");
        store().commit(completion(open(done)));
        List<OperationRequest> requests = new ArrayList<>(List.of(stop(game(0), "1-0")));
        requests.add(stop(game(1), "1-1"));
        requests.add(done);
        IntStream.range(3, GAMES).forEach(i -> requests.add(stop(game(i), "1-" + i)));

        List<OpenResult> results = atOnce(requests);

        assertThat(results.get(0)).isEqualTo(new OpenResult.Lost(lost));
        assertThat(results.get(1)).isEqualTo(new OpenResult.Busy(busy));
        assertThat(results.get(2)).isEqualTo(new OpenResult.AlreadyDone());
        assertThat(results.subList(3, GAMES)).hasOnlyElementsOfType(OpenResult.Opened.class);
        assertThat(store().openOperations()).hasSize(GAMES - 2);
    }

    @Test
    void eachIsClosedWithItsOwnMessages() throws Exception {
        List<Completion> completions =
                IntStream.range(0, GAMES)
                        .mapToObj(i -> completion(open(stop(game(i), "1-" + i))))
                        .toList();

        commitAtOnce(completions);

        assertThat(store().openOperations()).isEmpty();
        assertThat(outbox().pending(Set.of(), 1_000))
                .containsExactlyInAnyOrderElementsOf(
                        completions.stream().flatMap(each -> each.messages().stream()).toList());
        assertThat(store().operations(game(7), Optional.empty(), 10).entries())
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.finishedAt()).contains(SampleOperations.FINISH));
    }

    @Test
    void oneThatLostItsRowFailsAloneAndLeavesNoMessage() throws Exception {
        List<Completion> completions =
                new ArrayList<>(
                        IntStream.range(0, GAMES)
                                .mapToObj(i -> completion(open(stop(game(i), "1-" + i))))
                                .toList());
        Completion lost = completions.get(5);
        assertThat(store().takeOver(lost.operation(), new BootId(UUID.randomUUID()))).isPresent();

        List<Future<Completion>> committed = commitAll(completions);

        completions.remove(lost);
        assertThatThrownBy(committed.get(5)::get).hasCauseInstanceOf(OwnershipLostException.class);
        assertThat(outbox().pending(Set.of(), 1_000))
                .containsExactlyInAnyOrderElementsOf(
                        completions.stream().flatMap(each -> each.messages().stream()).toList());
    }

    @Test
    void aCommitThatIsRepeatedAddsNothing() throws Exception {
        List<Completion> completions =
                IntStream.range(0, GAMES)
                        .mapToObj(i -> completion(open(stop(game(i), "1-" + i))))
                        .toList();
        commitAtOnce(completions);

        commitAtOnce(completions);

        assertThat(outbox().pending(Set.of(), 1_000)).hasSize(GAMES);
    }

    private List<OpenResult> atOnce(List<OperationRequest> requests) throws Exception {
        return results(
                all(
                        requests.stream()
                                .<Callable<OpenResult>>map(request ->
                                        () ->
                                                store().openRowUnlessLost(
                                                                request,
                                                                Optional.empty(),
                                                                Set.of()))
                                .toList()));
    }

    private void commitAtOnce(List<Completion> completions) throws Exception {
        results(commitAll(completions));
    }

    private List<Future<Completion>> commitAll(List<Completion> completions) throws Exception {
        return all(
                completions.stream()
                        .<Callable<Completion>>map(completion ->
                                () -> {
                                    store().commit(completion);
                                    return completion;
                                })
                        .toList());
    }

    private static <T> List<Future<T>> all(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls);
        }
    }

    private static <T> List<T> results(List<Future<T>> futures) {
        return futures.stream().map(Future::resultNow).toList();
    }

    private static GameId game(int number) {
        return new GameId("game-" + number);
    }

    private OperationRequest stop(GameId game, String entry) {
        return new OperationRequest(
                new OperationId(UUID.randomUUID()),
                game,
                NodeId.FIRST,
                OperationKind.STOP,
                new Origin.Job("runtime:stop_jobs/" + entry),
                Optional.empty(),
                Optional.of(StopReason.FINISHED),
                we,
                SampleOperations.START);
    }

    private static Completion completion(OpenOperation operation) {
        return new Completion(
                operation,
                new Verdict.Replayed(),
                Optional.of(SampleOperations.CONTAINER),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(SampleOperations.message("runtime:job_results", operation.gameId())),
                SampleOperations.FINISH);
    }

    private static RuntimeRecord stopped(GameId game) {
        return SampleOperations.record(
                game,
                new RuntimeState.Stopped(SampleOperations.CONTAINER, SampleOperations.FINISH),
                0);
    }

    private static RuntimeRecord running(GameId game) {
        return SampleOperations.record(
                game, new RuntimeState.Running(new ContainerId("2e5b".repeat(16))), 0);
    }

    private RuntimeRecord recorded(RuntimeRecord record) {
        Completion stored = SampleOperations.whole(begin(record.gameId()), record);
        store().commit(stored);
        outbox().published(stored.messages());
        return store().find(record.gameId()).orElseThrow();
    }
}

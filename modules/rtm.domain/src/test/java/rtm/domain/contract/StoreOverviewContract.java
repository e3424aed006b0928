package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthChange;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.HealthSource;
import rtm.domain.model.HealthStatus;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ImageUse;
import rtm.domain.model.LatestEnding;
import rtm.domain.model.NodeId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.overview.Condition;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StoreOverview;

/** What every {@link StoreOverview} shows of what a {@link RuntimeStore} committed. */
abstract class StoreOverviewContract extends StoreSuite {

    private static final GameFilter ANY =
            new GameFilter(Set.of(RuntimeStatus.values()), Optional.empty(), "", false);
    private static final OperationFilter ALL = new OperationFilter(false, Optional.empty());

    private StoreOverview overview() {
        return under().overview();
    }

    @Test
    void anEmptyStoreHasAnEmptySummary() {
        StoreOverview.Summary summary = overview().summary(10);

        assertThat(summary.tally().records()).isEmpty();
        assertThat(summary.health()).isEmpty();
        assertThat(summary.open()).isZero();
        assertThat(summary.oldest()).isEmpty();
    }

    @Test
    void healthIsCountedOfGamesThatAreNotRemoved() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-3", new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH));

        StoreOverview.Summary summary = overview().summary(10);

        HealthStatus health = store().findHealth(new GameId("game-1")).orElseThrow().status();
        assertThat(summary.health()).isEqualTo(Map.of(health, 2L));
        assertThat(summary.tally().records())
                .isEqualTo(Map.of(RuntimeStatus.RUNNING, 2L, RuntimeStatus.REMOVED, 1L));
    }

    @Test
    void allOperationsInProgressAreCountedAndTheOldestReturned() {
        OpenOperation first = begin(new GameId("game-2"));
        OpenOperation second = begin(new GameId("game-1"));
        begin(new GameId("game-3"));
        commit("game-4", new RuntimeState.Running(SampleOperations.CONTAINER));

        StoreOverview.Summary summary = overview().summary(2);

        assertThat(summary.open()).isEqualTo(3);
        assertThat(summary.oldest()).containsExactly(first, second);
    }

    @Test
    void aGameWhoseFirstStartFailedIsNamedUntilItStarts() {
        GameId game = new GameId("game-1");
        Verdict failed = new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "manifest unknown");
        store().commit(SampleOperations.bare(starting(game), failed));
        store().commit(SampleOperations.bare(starting(game), failed));
        OperationEntry latest = newest(game);
        OpenOperation refused = open(SampleOperations.call(game, OperationKind.STOP, we));
        store().commit(
                        SampleOperations.bare(
                                refused, new Verdict.Failed(ErrorCode.NOT_FOUND, "unknown")));
        GameId other = new GameId("game-2");
        store().commit(SampleOperations.bare(starting(other), failed));
        commit("game-3", new RuntimeState.Running(SampleOperations.CONTAINER));
        store().commit(SampleOperations.bare(starting(new GameId("game-3")), failed));

        assertThat(overview().summary(9).unstarted()).containsExactly(newest(other), latest);
        assertThat(overview().summary(1).unstarted()).containsExactly(newest(other));

        starting(other);
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));

        assertThat(overview().summary(9).unstarted()).isEmpty();
    }

    private OpenOperation starting(GameId game) {
        return open(SampleOperations.startCall(game, we, "galaxy/game:1.4.0"));
    }

    @Test
    void recordsArePagedAndFiltered() {
        commit("a", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("B", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("c", new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH));
        commit("d", new RuntimeState.Stopped(SampleOperations.CONTAINER, SampleOperations.FINISH));

        assertThat(games(ANY, Optional.empty(), 2)).containsExactly("B", "a");
        assertThat(games(ANY, Optional.of("a"), 2)).containsExactly("c", "d");
        assertThat(games(ANY, Optional.of("d"), 2)).isEmpty();
        assertThat(games(only(RuntimeStatus.STOPPED, RuntimeStatus.REMOVED), Optional.empty(), 9))
                .containsExactly("c", "d");
        String image = store().find(new GameId("a")).orElseThrow().currentImage().value();
        assertThat(games(imaged(image), Optional.empty(), 9)).hasSize(4);
        assertThat(games(imaged(image.substring(0, 3)), Optional.empty(), 9)).hasSize(4);
        assertThat(games(imaged(image + "0"), Optional.empty(), 9)).isEmpty();
        assertThat(games(imaged("%"), Optional.empty(), 9)).isEmpty();
        HealthStatus health = store().findHealth(new GameId("a")).orElseThrow().status();
        assertThat(games(healthy(health), Optional.of("B"), 9)).containsExactly("a", "c", "d");
        assertThat(games(healthy(HealthStatus.PROBE_FAILED), Optional.empty(), 9)).isEmpty();
    }

    @Test
    void theRecordsOfSomeGamesAreRead() {
        commit("a", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("b", new RuntimeState.Running(SampleOperations.CONTAINER));

        assertThat(overview().records(List.of(new GameId("b"), new GameId("none"))))
                .isEqualTo(store().find(new GameId("b")).stream().toList());
        assertThat(overview().records(List.of())).isEmpty();
        assertThat(overview().games(List.of(new GameId("b"), new GameId("none"))))
                .isEqualTo(overview().games(ANY, Optional.of(new GameId("a")), 9));
    }

    private List<String> games(GameFilter filter, Optional<String> after, int limit) {
        Optional<GameId> game = after.map(GameId::new);
        List<RuntimeRecord> records = overview().records(filter, game, limit);
        assertThat(overview().games(filter, game, limit))
                .extracting(GameOverview::record)
                .isEqualTo(records);
        assertThat(overview().marks(filter, game, limit))
                .extracting(GameMark::gameId)
                .isEqualTo(records.stream().map(RuntimeRecord::gameId).toList());
        return records.stream().map(record -> record.gameId().value()).toList();
    }

    @Test
    void aGameAtAGlanceHasItsHealthAndItsNewestOperation() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        OpenOperation open = begin(new GameId("game-2"));

        List<GameOverview> games = overview().games(ANY, Optional.empty(), 10);

        assertThat(games)
                .allSatisfy(game -> {
                    GameId gameId = game.record().gameId();
                    assertThat(game.health()).isEqualTo(store().findHealth(gameId)).isPresent();
                    assertThat(game.lastOperation())
                            .isEqualTo(
                                    store()
                                            .operations(gameId, Optional.empty(), 1)
                                            .entries()
                                            .stream()
                                            .findFirst());
                });
        assertThat(games.getLast().lastOperation().orElseThrow().id()).isEqualTo(open.id());
    }

    @Test
    void anAttemptThatChangedNothingDoesNotHideTheLastChange() {
        GameId game = new GameId("game-1");
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        OperationId change = newest(game).id();
        assertThat(atAGlance().lastChange()).isEmpty();

        for (Verdict nothing :
                List.of(
                        new Verdict.Replayed(),
                        new Verdict.Failed(ErrorCode.CONFLICT, "game-1 runs; stop it first"))) {
            OpenOperation attempt = begin(game);
            assertThat(atAGlance().lastChange()).as("it is in progress").isEmpty();
            store().commit(SampleOperations.bare(attempt, nothing));

            assertThat(atAGlance().lastOperation().orElseThrow().id()).isEqualTo(attempt.id());
            assertThat(atAGlance().lastChange().orElseThrow().id()).isEqualTo(change);
        }
    }

    @Test
    void anEndThatWasNotedDoesNotHideTheLastChange() {
        GameId game = new GameId("game-1");
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        OperationId change = newest(game).id();

        OpenOperation noted =
                open(SampleOperations.call(game, OperationKind.RECONCILE_OBSERVED_EXITED, we));
        store().commit(SampleOperations.bare(noted, new Verdict.Done()));

        assertThat(atAGlance().lastOperation().orElseThrow().id()).isEqualTo(noted.id());
        assertThat(atAGlance().lastChange().orElseThrow().id()).isEqualTo(change);
    }

    private GameOverview atAGlance() {
        return overview().games(ANY, Optional.empty(), 1).getFirst();
    }

    private OperationEntry newest(GameId game) {
        return store().operations(game, Optional.empty(), 1).entries().getFirst();
    }

    @Test
    void aGameAtAGlanceHasItsLatestEndingAndTheCrashesOfTheHourBeforeIt() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-3", new RuntimeState.Running(SampleOperations.CONTAINER));
        end("game-1", -3600, false, false);
        end("game-1", -3599, false, false);
        end("game-1", -60, true, false);
        end("game-1", -30, false, true);
        end("game-1", 0, false, false);
        end("game-3", 0, false, true);

        List<GameOverview> games = overview().games(ANY, Optional.empty(), 10);

        LatestEnding crashed = games.getFirst().latestEnding().orElseThrow();
        assertThat(crashed.ending().endedAt()).isEqualTo(SampleOperations.START);
        assertThat(crashed.ending().exitCode()).hasValue(7);
        assertThat(crashed.crashes()).isEqualTo(2);
        assertThat(games.get(1).latestEnding()).isEmpty();
        LatestEnding withDaemon = games.getLast().latestEnding().orElseThrow();
        assertThat(withDaemon.ending().withDaemon()).isTrue();
        assertThat(withDaemon.crashes()).isZero();
    }

    @Test
    void aMarkIsAnotherOneAfterEachChangeOfItsGameAndOnlyThen() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        String other = mark("game-2");
        Set<String> marks = new HashSet<>(Set.of(mark("game-1")));

        OpenOperation open = begin(new GameId("game-1"));
        assertThat(marks.add(mark("game-1"))).as("an operation started").isTrue();
        store().commit(
                        SampleOperations.whole(
                                open, SampleOperations.running(new GameId("game-1"), 1)));
        assertThat(marks.add(mark("game-1"))).as("it has ended").isTrue();
        end("game-1", 0, false, false);
        assertThat(marks.add(mark("game-1"))).as("an engine has ended").isTrue();
        end("game-1", -60, false, false);
        assertThat(marks.add(mark("game-1"))).as("one before it had ended too").isTrue();
        observe("game-1", HealthStatus.PROBE_FAILED);
        assertThat(marks.add(mark("game-1"))).as("its health is another one").isTrue();

        assertThat(marks.add(mark("game-1"))).as("nothing has changed").isFalse();
        assertThat(mark("game-2")).isEqualTo(other);
    }

    private void observe(String game, HealthStatus seen) {
        observe(game, seen, SampleOperations.FINISH);
    }

    private void observe(String game, HealthStatus seen, Instant at) {
        RuntimeRecord record = store().find(new GameId(game)).orElseThrow();
        store().observe(
                        new HealthChange(
                                record,
                                new HealthSnapshot(
                                        record.gameId(),
                                        Optional.of(SampleOperations.CONTAINER),
                                        seen,
                                        HealthSource.PROBE,
                                        "{}",
                                        at),
                                List.of(),
                                false));
    }

    private String mark(String game) {
        return overview().marks(ANY, Optional.empty(), 9).stream()
                .filter(each -> each.gameId().value().equals(game))
                .findFirst()
                .orElseThrow()
                .mark();
    }

    /** The same that {@link Condition} decides. */
    @Test
    void aRemovedGameIsLostIfItsContainerDisappearedAndItsEndWasNotAskedFor() {
        commit("well", new RuntimeState.Running(SampleOperations.CONTAINER));
        removed("asked", HealthStatus.CONTAINER_DISAPPEARED);
        end("asked", 0, false, false);
        end("asked", 1, true, false);
        removed("lost", HealthStatus.CONTAINER_DISAPPEARED);
        end("lost", 10, true, false);
        end("lost", 11, false, false);
        removed("crashed", HealthStatus.EXITED);
        end("crashed", 20, false, false);
        removed("unknown", HealthStatus.CONTAINER_DISAPPEARED);

        GameFilter running =
                new GameFilter(Set.of(RuntimeStatus.RUNNING), Optional.empty(), "", true);

        assertThat(games(running, Optional.empty(), 9)).containsExactly("lost", "well");
        assertThat(games(only(RuntimeStatus.RUNNING), Optional.empty(), 9)).containsExactly("well");
        assertThat(overview().summary(1).lost()).isEqualTo(1);
        assertThat(overview().games(ANY, Optional.empty(), 9))
                .filteredOn(Condition::isLost)
                .extracting(game -> game.record().gameId().value())
                .containsExactly("lost");
    }

    @Test
    void unwellGamesAreNamedTheOneThatWasLastSeenSoFirst() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        observe("game-1", HealthStatus.PROBE_FAILED);
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        observe("game-2", HealthStatus.EXITED, SampleOperations.FINISH.plusSeconds(9));
        end("game-2", 0, false, false);
        end("game-2", 5, false, false);
        removed("lost", HealthStatus.CONTAINER_DISAPPEARED);
        end("lost", 11, false, false);
        removed("stays", HealthStatus.EXITED);
        commit("well", new RuntimeState.Running(SampleOperations.CONTAINER));

        List<StoreOverview.UnwellGame> unwell = overview().summary(9).unwell();

        assertThat(unwell)
                .extracting(game -> game.seen().gameId() + ": " + Condition.words(game))
                .containsExactly(
                        "game-2: exited, 2 ends within 1h",
                        "game-1: probe failed",
                        "lost: container removed, not asked for");
        assertThat(unwell)
                .extracting(Condition::since)
                .containsExactly(
                        SampleOperations.START.plusSeconds(5),
                        SampleOperations.FINISH,
                        SampleOperations.START.plusSeconds(11));
        assertThat(unwell)
                .extracting(StoreOverview.UnwellGame::status)
                .containsExactly(
                        RuntimeStatus.RUNNING, RuntimeStatus.RUNNING, RuntimeStatus.REMOVED);
        assertThat(overview().summary(2).unwell()).isEqualTo(unwell.subList(0, 2));
        assertThat(
                        overview().games(ANY, Optional.empty(), 9).stream()
                                .flatMap(game -> Condition.of(game).stream())
                                .filter(Condition::unwell)
                                .map(Condition::words))
                .as("as each game says")
                .containsExactlyInAnyOrderElementsOf(
                        unwell.stream().map(Condition::words).toList());
    }

    private void removed(String game, HealthStatus seen) {
        GameId gameId = new GameId(game);
        Completion whole =
                SampleOperations.whole(
                        begin(gameId),
                        SampleOperations.record(
                                gameId,
                                new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH),
                                0));
        store().commit(
                        new Completion(
                                whole.operation(),
                                whole.verdict(),
                                whole.container(),
                                whole.previousImage(),
                                whole.record(),
                                Optional.of(
                                        new HealthSnapshot(
                                                gameId,
                                                Optional.of(SampleOperations.CONTAINER),
                                                seen,
                                                HealthSource.RECONCILE,
                                                "{}",
                                                SampleOperations.FINISH)),
                                List.of(),
                                whole.finishedAt()));
    }

    private void end(String game, int second, boolean requested, boolean withDaemon) {
        end(game, second, requested, withDaemon, Optional.empty());
    }

    private void end(
            String game,
            int second,
            boolean requested,
            boolean withDaemon,
            Optional<ImageReference> image) {
        Instant ended = SampleOperations.START.plusSeconds(second);
        under().endings()
                .save(
                        NodeId.FIRST,
                        new Ending(
                                new GameId(game),
                                new ContainerId((game.endsWith("1") ? "0c0c" : "0d0d").repeat(16)),
                                ended.minusSeconds(1),
                                ended,
                                image,
                                OptionalInt.of(7),
                                false,
                                requested,
                                withDaemon),
                        Optional.empty());
    }

    @Test
    void everyImageThatARowNamesIsKnownWithItsLatestUse() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH));
        ImageReference recorded = store().find(new GameId("game-1")).orElseThrow().currentImage();
        end("game-1", 0, false, false, Optional.of(new ImageReference("galaxy/ended:1.0.0")));
        open(
                SampleOperations.startCall(
                        new GameId("game-3"), we, "registry.example:5000/galaxy/new:1.0.0"));
        open(SampleOperations.startCall(new GameId("game-4"), we, "Not An Image"));

        store().commit(
                        SampleOperations.bare(
                                open(
                                        SampleOperations.startCall(
                                                new GameId("game-5"), we, "galaxy/refused:1.0.0")),
                                new Verdict.Failed(ErrorCode.CONFLICT, "not now")));

        Map<String, ImageUse> uses =
                under().images().imageUses().stream()
                        .collect(Collectors.toMap(use -> use.image().value(), use -> use));

        assertThat(uses.get(recorded.value()))
                .matches(ImageUse::recorded)
                .matches(ImageUse::needed)
                .matches(use -> use.games() == 1);
        assertThat(uses.get("galaxy/ended:1.0.0"))
                .isEqualTo(
                        new ImageUse(
                                new ImageReference("galaxy/ended:1.0.0"),
                                Optional.of(SampleOperations.START),
                                false,
                                false,
                                0));
        assertThat(uses.get("registry.example:5000/galaxy/new:1.0.0"))
                .isEqualTo(
                        new ImageUse(
                                new ImageReference("registry.example:5000/galaxy/new:1.0.0"),
                                Optional.of(SampleOperations.START),
                                false,
                                true,
                                0));
        assertThat(uses.get("galaxy/refused:1.0.0"))
                .as("an operation that was refused has used no image")
                .matches(use -> use.lastUsedAt().isEmpty());
        assertThat(uses).hasSize(4);
    }

    @Test
    void operationsOfAllGamesArePagedNewestFirst() {
        commit("game-1", new RuntimeState.Running(SampleOperations.CONTAINER));
        commit("game-2", new RuntimeState.Running(SampleOperations.CONTAINER));
        begin(new GameId("game-1"));

        assertThat(operated(ALL, Optional.empty(), 2)).containsExactly("game-1", "game-2");
        long last = overview().operations(ALL, Optional.empty(), 2).getLast().row();
        assertThat(operated(ALL, Optional.of(last), 2)).containsExactly("game-1");
        assertThat(operated(new OperationFilter(true, Optional.empty()), Optional.empty(), 9))
                .containsExactly("game-1");
        OperationFilter ofOne = new OperationFilter(false, Optional.of(new GameId("game-1")));
        assertThat(operated(ofOne, Optional.empty(), 1)).containsExactly("game-1");
        long newest = overview().operations(ofOne, Optional.empty(), 1).getLast().row();
        assertThat(overview().operations(ofOne, Optional.of(newest), 9))
                .singleElement()
                .matches(entry -> entry.finishedAt().isPresent());
        assertThat(
                        operated(
                                new OperationFilter(true, Optional.of(new GameId("game-2"))),
                                Optional.empty(),
                                9))
                .isEmpty();
    }

    private List<String> operated(OperationFilter filter, Optional<Long> before, int limit) {
        return overview().operations(filter, before, limit).stream()
                .map(entry -> entry.gameId().value())
                .toList();
    }

    private static GameFilter only(RuntimeStatus... statuses) {
        return new GameFilter(Set.of(statuses), Optional.empty(), "", false);
    }

    private static GameFilter imaged(String prefix) {
        return new GameFilter(ANY.statuses(), Optional.empty(), prefix, false);
    }

    private static GameFilter healthy(HealthStatus status) {
        return new GameFilter(ANY.statuses(), Optional.of(status), "", false);
    }

    private void commit(String game, RuntimeState state) {
        GameId gameId = new GameId(game);
        store().commit(
                        SampleOperations.whole(
                                begin(gameId), SampleOperations.record(gameId, state, 0)));
    }
}

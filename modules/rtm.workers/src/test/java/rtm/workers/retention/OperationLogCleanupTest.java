package rtm.workers.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.fake.FakeContainerDaemon;
import rtm.domain.fake.InMemoryJobStreams;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.EntryId;
import rtm.domain.model.GameId;
import rtm.domain.model.JobStream;
import rtm.domain.model.Labels;
import rtm.domain.model.NodeId;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore.OpenResult;

class OperationLogCleanupTest {

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Instant LATER =
            SampleOperations.FINISH.plus(RETENTION).plus(Duration.ofDays(1));

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final BootId we = new BootId(UUID.randomUUID());
    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryJobStreams streams = new InMemoryJobStreams();
    private final FakeContainerDaemon daemon = new FakeContainerDaemon();

    @Test
    void oldRowsAreRemoved() {
        closed(call("a"));
        closed(call("b"));

        cleanup(RETENTION).round(LATER);

        assertThat(store.operations()).isEmpty();
    }

    @Test
    void aClockThatIsAheadForAMomentRemovesNothing() {
        closed(call("a"));
        OperationLogCleanup cleanup =
                new OperationLogCleanup(
                        store, streams, daemon, NodeId.FIRST, RETENTION, Duration.ofDays(1));

        cleanup.round(LATER);
        cleanup.round(SampleOperations.FINISH);

        assertThat(store.operations()).hasSize(1);
    }

    @Test
    void everythingIsKeptWithoutARetention() {
        closed(call("a"));

        cleanup(Duration.ZERO).round(LATER);

        assertThat(store.operations()).hasSize(1);
    }

    @Test
    void youngAndOpenRowsAreKept() {
        closed(call("young"));
        cleanup(RETENTION).round(SampleOperations.FINISH.plus(RETENTION));
        opened(call("open"));
        cleanup(Duration.ofMillis(1)).round(SampleOperations.FINISH);

        assertThat(store.operations()).hasSize(2);
    }

    @Test
    void theRowOfAJobIsKeptWhileItsEntryIsInItsStream() {
        EntryId trimmed = new EntryId(0, 1);
        EntryId there = streams.add(JobStream.START_JOBS, "game_id", "b");
        closed(job("a", JobStream.START_JOBS, trimmed, ""));
        closed(job("b", JobStream.START_JOBS, there, ""));
        closed(job("c", JobStream.START_JOBS, there, "#0011223344556677"));
        closed(job("d", JobStream.STOP_JOBS, there, ""));

        cleanup(RETENTION).round(LATER);

        assertThat(store.operations())
                .extracting(row -> row.operation().gameId().value())
                .containsExactly("b", "c");
    }

    @Test
    void aRowThatSaysWhoseAContainerIsIsKept() {
        GameId game = new GameId("a");
        OpenResult.Opened row = (OpenResult.Opened) store.openRow(call("a"), Optional.empty());
        store.commit(SampleOperations.whole(row.operation(), SampleOperations.running(game, 0)));

        cleanup(RETENTION).round(LATER);

        assertThat(store.operations()).hasSize(1);
    }

    @Test
    void aContainerThatOneListLacksIsNotGone() {
        OpenResult.Opened row = opened(call("a"));
        ContainerId container = daemon.newId();
        store.commit(SampleOperations.bare(row.operation(), new Verdict.Replayed()));
        daemon.place(
                new ObservedContainer(
                        container,
                        "galaxy-game-a",
                        "galaxy/game:1.4.0",
                        ContainerState.EXITED,
                        Map.of(
                                Labels.OWNER,
                                Labels.OWNER_VALUE,
                                Labels.OPERATION_ID,
                                row.operation().id().toString())));
        OperationLogCleanup cleanup = cleanup(RETENTION);
        cleanup.round(LATER);
        daemon.hide(container);
        cleanup.round(LATER);
        assertThat(store.operations()).hasSize(1);

        cleanup.round(LATER);
        assertThat(store.operations()).isEmpty();
    }

    private OperationLogCleanup cleanup(Duration retention) {
        return new OperationLogCleanup(
                store, streams, daemon, NodeId.FIRST, retention, Duration.ZERO);
    }

    private OperationRequest call(String game) {
        return SampleOperations.call(new GameId(game), OperationKind.STOP, we);
    }

    private OperationRequest job(String game, JobStream stream, EntryId entry, String suffix) {
        return SampleOperations.job(
                streams.key(stream) + "/" + entry + suffix,
                new GameId(game),
                "galaxy/game:1.4.0",
                we);
    }

    private OpenResult.Opened opened(OperationRequest request) {
        return (OpenResult.Opened) store.openRow(request, Optional.empty());
    }

    private void closed(OperationRequest request) {
        store.commit(SampleOperations.bare(opened(request).operation(), new Verdict.Replayed()));
    }
}

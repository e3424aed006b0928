package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationChunk;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;

/** What every {@link RuntimeStore} reports about a game's operations and health. */
abstract class OperationHistoryContract extends StoreSuite {

    private static final String REFERENCE = "runtime:start_jobs/1714081234567-0";
    private static final String IMAGE = "galaxy/game:1.4.0";
    private static final ClaimAnswers NOTHING = new ClaimAnswers(Set.of(), Set.of());
    private static final ContainerId OTHER = new ContainerId("0e".repeat(32));

    @Test
    void theOperationsOfAGameAreListedNewestFirst() {
        OpenOperation stop = begin(GAME);
        store().commit(SampleOperations.whole(stop, SampleOperations.running(GAME, 0)));
        OpenOperation start = open(SampleOperations.job(REFERENCE, GAME, IMAGE, we));
        begin(new GameId("another"));

        List<OperationEntry> entries = store().operations(GAME, Optional.empty(), 10).entries();

        assertThat(entries)
                .extracting(OperationEntry::row)
                .containsExactly(start.row(), stop.row());
        assertThat(entries.getFirst().outcome()).isEqualTo(OperationOutcome.IN_PROGRESS);
        assertThat(entries.getFirst().sourceRef()).contains(REFERENCE);
        assertThat(entries.getFirst().image()).contains(IMAGE);
        assertThat(entries.getFirst().finishedAt()).isEmpty();
        assertThat(entries.getLast().outcome()).isEqualTo(OperationOutcome.SUCCESS);
        assertThat(entries.getLast().reason()).isEqualTo(stop.reason());
        assertThat(entries.getLast().container()).contains(SampleOperations.CONTAINER);
        assertThat(entries.getLast().startedAt()).isEqualTo(SampleOperations.START);
        assertThat(entries.getLast().finishedAt()).contains(SampleOperations.FINISH);
        assertThat(store().operations(GAME, Optional.empty(), 1).entries())
                .containsExactly(entries.getFirst());
    }

    @Test
    void aClosedOperationReportsHowItEnded() {
        store().commit(
                        SampleOperations.bare(
                                begin(GAME),
                                new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "no such image")));
        store().commit(SampleOperations.bare(begin(GAME), new Verdict.Replayed()));

        List<OperationEntry> entries = store().operations(GAME, Optional.empty(), 10).entries();

        assertThat(entries.getFirst().outcome()).isEqualTo(OperationOutcome.SUCCESS);
        assertThat(entries.getFirst().errorCode()).contains("replay_no_op");
        assertThat(entries.getFirst().errorMessage()).isEmpty();
        assertThat(entries.getLast().outcome()).isEqualTo(OperationOutcome.FAILURE);
        assertThat(entries.getLast().errorCode()).contains("image_pull_failed");
        assertThat(entries.getLast().errorMessage()).contains("no such image");
    }

    @Test
    void operationsAreReadInChunks() {
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            OpenOperation stop = begin(GAME);
            store().commit(SampleOperations.bare(stop, new Verdict.Replayed()));
            rows.addFirst(stop.row());
        }
        begin(new GameId("another"));

        List<Long> read = new ArrayList<>();
        Optional<Long> before = Optional.empty();
        do {
            OperationChunk chunk = store().operations(GAME, before, 2);
            assertThat(chunk.entries()).hasSizeLessThanOrEqualTo(2);
            chunk.entries().forEach(entry -> read.add(entry.row()));
            before = chunk.next();
        } while (before.isPresent());

        assertThat(read).isEqualTo(rows);
    }

    @Test
    void aGameWithoutOperationsHasNone() {
        assertThat(store().operations(GAME, Optional.empty(), 10).entries()).isEmpty();
    }

    @Test
    void aContainerIsConfirmedThatARowOfItsGameNames() {
        store().commit(SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0)));
        GameId another = new GameId("another");
        ContainerClaim byId = new ContainerClaim(SampleOperations.CONTAINER, Optional.empty());
        ContainerClaim unknown = new ContainerClaim(OTHER, Optional.empty());

        assertThat(store().judge(GAME, List.of(byId, unknown)))
                .isEqualTo(new ClaimAnswers(Set.of(SampleOperations.CONTAINER), Set.of()));
        assertThat(store().judge(another, List.of(byId))).isEqualTo(NOTHING);
    }

    @Test
    void aContainerIsConfirmedWhoseOperationNamesNoContainer() {
        OpenOperation failed = begin(GAME);
        store().commit(
                        SampleOperations.bare(
                                failed,
                                new Verdict.Failed(ErrorCode.CONTAINER_START_FAILED, "no")));
        OpenOperation open = begin(GAME);
        ContainerClaim ofFailed = new ContainerClaim(OTHER, Optional.of(failed.id()));
        ContainerClaim ofOpen =
                new ContainerClaim(SampleOperations.CONTAINER, Optional.of(open.id()));

        assertThat(store().judge(GAME, List.of(ofFailed, ofOpen)))
                .isEqualTo(new ClaimAnswers(Set.of(OTHER, SampleOperations.CONTAINER), Set.of()));
        assertThat(store().judge(new GameId("another"), List.of(ofFailed, ofOpen)))
                .isEqualTo(NOTHING);
    }

    @Test
    void aCopyOfAContainerIsRefutedByTheOperationInItsLabel() {
        OpenOperation start = begin(GAME);
        store().commit(SampleOperations.whole(start, SampleOperations.running(GAME, 0)));
        ContainerClaim copy = new ContainerClaim(OTHER, Optional.of(start.id()));

        assertThat(store().judge(GAME, List.of(copy)))
                .isEqualTo(new ClaimAnswers(Set.of(), Set.of(OTHER)));
        assertThat(store().judge(new GameId("another"), List.of(copy))).isEqualTo(NOTHING);
    }

    @Test
    void theHealthIsTheLastSnapshotThatWasCommitted() {
        assertThat(store().findHealth(GAME)).isEmpty();
        Completion completion =
                SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0));
        store().commit(completion);

        HealthSnapshot seen = store().findHealth(GAME).orElseThrow();

        HealthSnapshot stored = completion.snapshot().orElseThrow();
        assertThat(seen.container()).isEqualTo(stored.container());
        assertThat(seen.status()).isEqualTo(stored.status());
        assertThat(seen.source()).isEqualTo(stored.source());
        assertThat(seen.observedAt()).isEqualTo(stored.observedAt());
        assertThat(seen.details().replace(" ", "")).isEqualTo(stored.details());
        assertThat(store().findHealth(new GameId("another"))).isEmpty();
    }
}

package rtm.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OwnershipLostException;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.model.Verdict;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.RuntimeStore.OpenResult;

/** How every {@link RuntimeStore} handles commits. */
abstract class CommitContract extends StoreSuite {

    private final BootId another = new BootId(UUID.randomUUID());

    @Test
    void anUnknownGameHasNoRecord() {
        assertThat(store().find(GAME)).isEmpty();
        assertThat(store().chunk(Optional.empty(), Optional.empty(), 10).records()).isEmpty();
    }

    @Test
    void aCommitStoresRecordAndMessagesTogether() {
        OpenOperation operation = begin(GAME);
        Completion completion =
                SampleOperations.whole(operation, SampleOperations.running(GAME, 0));

        store().commit(completion);

        assertThat(store().find(GAME)).contains(SampleOperations.running(GAME, 1));
        assertThat(outbox().pending(Set.of(), 10)).isEqualTo(completion.messages());
    }

    @Test
    void eachStateIsReadBackAsItWasStored() {
        List<RuntimeState> states =
                List.of(
                        new RuntimeState.Running(SampleOperations.CONTAINER),
                        new RuntimeState.Stopped(
                                SampleOperations.CONTAINER, SampleOperations.FINISH),
                        new RuntimeState.Removed(
                                Optional.of(SampleOperations.START), SampleOperations.FINISH),
                        new RuntimeState.Removed(Optional.empty(), SampleOperations.FINISH));
        for (int version = 0; version < states.size(); version++) {
            RuntimeRecord record = SampleOperations.record(GAME, states.get(version), version);
            store().commit(SampleOperations.whole(begin(GAME), record));
            assertThat(store().find(GAME).orElseThrow().state()).isEqualTo(states.get(version));
        }
    }

    @Test
    void theNextOperationSeesTheRecordAsItIs() {
        store().commit(SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0)));

        OpenResult.Opened next =
                opened(
                        store().openRow(
                                        SampleOperations.call(GAME, OperationKind.STOP, we),
                                        Optional.empty()));

        assertThat(next.record()).contains(SampleOperations.running(GAME, 1));
    }

    @Test
    void recordsAreListedByGameAndByStatus() {
        GameId upper = new GameId("B");
        GameId lower = new GameId("a");
        store().commit(SampleOperations.whole(begin(lower), SampleOperations.running(lower, 0)));
        RuntimeState stopped =
                new RuntimeState.Stopped(SampleOperations.CONTAINER, SampleOperations.FINISH);
        store().commit(
                        SampleOperations.whole(
                                begin(upper), SampleOperations.record(upper, stopped, 0)));

        assertThat(store().chunk(Optional.empty(), Optional.empty(), 10).records())
                .extracting(RuntimeRecord::gameId)
                .containsExactly(upper, lower);
        assertThat(store().list(RuntimeStatus.STOPPED))
                .extracting(RuntimeRecord::gameId)
                .containsExactly(upper);
        assertThat(store().list(RuntimeStatus.REMOVED)).isEmpty();
    }

    @Test
    void recordsAreReadInChunks() {
        for (String game : List.of("a", "b", "c", "d", "e")) {
            GameId id = new GameId(game);
            store().commit(SampleOperations.whole(begin(id), SampleOperations.running(id, 0)));
        }

        assertThat(chunks(Optional.empty(), 2)).containsExactly("a", "b", "c", "d", "e");
        assertThat(chunks(Optional.of(RuntimeStatus.RUNNING), 5))
                .containsExactly("a", "b", "c", "d", "e");
        assertThat(chunks(Optional.of(RuntimeStatus.STOPPED), 2)).isEmpty();
    }

    private List<String> chunks(Optional<RuntimeStatus> status, int most) {
        List<String> read = new ArrayList<>();
        Optional<GameId> after = Optional.empty();
        do {
            RecordChunk chunk = store().chunk(status, after, most);
            assertThat(chunk.records()).hasSizeLessThanOrEqualTo(most);
            chunk.records().forEach(record -> read.add(record.gameId().value()));
            after = chunk.next();
        } while (after.isPresent());
        return read;
    }

    @Test
    void afterATakeOverTheFormerOwnerCommitsNothing() {
        OpenOperation operation = begin(GAME);
        store().takeOver(operation, another);

        assertThatThrownBy(() ->
                        store().commit(
                                        SampleOperations.whole(
                                                operation, SampleOperations.running(GAME, 0))))
                .isInstanceOf(OwnershipLostException.class);

        assertThat(store().find(GAME)).isEmpty();
        assertThat(outbox().pending(Set.of(), 10)).isEmpty();
        assertThat(store().openOperations()).hasSize(1);
    }

    @Test
    void aRecordOfAnotherVersionStopsTheWholeCommit() {
        store().commit(SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0)));
        outbox().published(outbox().pending(Set.of(), 10));
        OpenOperation operation = begin(GAME);

        for (long wrong : new long[] {0, 2}) {
            assertThatThrownBy(() ->
                            store().commit(
                                            SampleOperations.whole(
                                                    operation,
                                                    SampleOperations.running(GAME, wrong))))
                    .isInstanceOf(OwnershipLostException.class);
        }

        assertThat(store().find(GAME).orElseThrow().version()).isEqualTo(1);
        assertThat(outbox().pending(Set.of(), 10)).isEmpty();
        assertThat(store().openOperations()).containsExactly(operation);
    }

    @Test
    void committingAgainAfterALostAnswerChangesNothing() {
        Completion completion =
                SampleOperations.whole(begin(GAME), SampleOperations.running(GAME, 0));
        store().commit(completion);

        store().commit(completion);

        assertThat(store().find(GAME).orElseThrow().version()).isEqualTo(1);
        assertThat(outbox().pending(Set.of(), 10)).hasSize(2);
    }

    @Test
    void anotherCompletionOfAClosedRowIsRefused() {
        OpenOperation operation = begin(GAME);
        store().commit(SampleOperations.bare(operation, new Verdict.Done()));
        Completion later =
                new Completion(
                        operation,
                        new Verdict.Failed(ErrorCode.INTERNAL_ERROR, "too late"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        SampleOperations.FINISH.plusSeconds(1));

        assertThatThrownBy(() -> store().commit(later)).isInstanceOf(OwnershipLostException.class);
    }

    @Test
    void timesFinerThanMicrosecondsAreCommittedAgainAllTheSame() {
        OpenOperation operation = begin(GAME);
        Completion fine =
                new Completion(
                        operation,
                        new Verdict.Failed(ErrorCode.IMAGE_PULL_FAILED, "not\0there"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        SampleOperations.FINISH.plusNanos(999));
        store().commit(fine);

        store().commit(fine);

        assertThat(store().openOperations()).isEmpty();
    }
}

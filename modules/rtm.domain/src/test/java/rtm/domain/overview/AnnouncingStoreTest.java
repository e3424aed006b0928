package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.fake.InMemoryStore;
import rtm.domain.fake.SampleOperations;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.HealthChange;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationOutcome;
import rtm.domain.model.RuntimeState;
import rtm.domain.port.RuntimeStore.OpenResult;

class AnnouncingStoreTest {

    private final BootId we = new BootId(new UUID(1, 2));
    private final ChangeFeed feed = new ChangeFeed(we);
    private final InMemoryStore truth = new InMemoryStore();
    private final AnnouncingStore store = new AnnouncingStore(truth, feed);

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (long i = feed.beforeFirst(); i < feed.last(); i++) {
            changes.add(feed.after(i, Optional.empty()).orElseThrow().change().orElseThrow());
        }
        return changes;
    }

    private OpenOperation open() {
        OpenResult result =
                store.openRow(
                        SampleOperations.call(SampleOperations.GAME, OperationKind.STOP, we),
                        Optional.empty());
        return ((OpenResult.Opened) result).operation();
    }

    private static Completion whole(OpenOperation operation) {
        return SampleOperations.whole(
                operation,
                SampleOperations.record(
                        SampleOperations.GAME,
                        new RuntimeState.Running(SampleOperations.CONTAINER),
                        0));
    }

    @Test
    void aRowIsAnnouncedWhenItOpensAndWithRecordAndHealthWhenItCloses() {
        OpenOperation operation = open();
        List<OperationEntry> opened =
                truth.operations(SampleOperations.GAME, Optional.empty(), 1).entries();
        store.commit(whole(operation));

        assertThat(changes())
                .satisfiesExactly(
                        first ->
                                assertThat(first).isEqualTo(new Change.Operated(opened.getFirst())),
                        closed ->
                                assertThat(closed)
                                        .isEqualTo(
                                                new Change.Operated(
                                                        truth.operations(
                                                                        SampleOperations.GAME,
                                                                        Optional.empty(),
                                                                        1)
                                                                .entries()
                                                                .getFirst())),
                        record ->
                                assertThat(((Change.Recorded) record).record().state())
                                        .isEqualTo(
                                                truth.find(SampleOperations.GAME)
                                                        .orElseThrow()
                                                        .state()),
                        health ->
                                assertThat(health)
                                        .isEqualTo(
                                                new Change.Observed(
                                                        truth.findHealth(SampleOperations.GAME)
                                                                .orElseThrow())));
    }

    @Test
    void aRowThatOpensAndClosesAtOnceIsAnnouncedClosed() {
        store.openAndCommit(
                SampleOperations.call(SampleOperations.GAME, OperationKind.STOP, we),
                Optional.empty(),
                opened -> whole(opened.operation()));

        assertThat(((Change.Operated) changes().getFirst()).entry().outcome())
                .isEqualTo(OperationOutcome.SUCCESS);
        assertThat(changes()).hasSize(3);
    }

    @Test
    void whatWasNotCommittedIsNotAnnounced() {
        OpenOperation operation = open();
        long before = feed.last();
        truth.unavailable(true);

        assertThatThrownBy(() -> store.commit(whole(operation)))
                .isInstanceOf(DependencyUnavailableException.class);
        assertThatThrownBy(this::open).isInstanceOf(DependencyUnavailableException.class);

        assertThat(feed.last()).isEqualTo(before);
    }

    @Test
    void aBusyOrResumedRowIsNoChange() {
        open();
        long before = feed.last();

        store.openRow(
                SampleOperations.call(
                        SampleOperations.GAME, OperationKind.STOP, new BootId(new UUID(3, 4))),
                Optional.empty());

        assertThat(feed.last()).isEqualTo(before);
    }

    @Test
    void anAbandonedRowIsAnnounced() {
        OpenOperation operation = open();
        store.abandon(operation);

        assertThat(changes().getLast()).isEqualTo(new Change.Abandoned(operation));
    }

    @Test
    void onlyHealthThatWasCommittedIsAnnounced() {
        store.commit(whole(open()));
        long before = feed.last();
        var record = truth.find(SampleOperations.GAME).orElseThrow();
        var snapshot = truth.findHealth(SampleOperations.GAME).orElseThrow();

        store.observe(new HealthChange(record, snapshot, List.of(), true));
        assertThat(feed.last()).isEqualTo(before);
        store.observe(new HealthChange(record, snapshot, List.of(), false));
        assertThat(changes().getLast()).isEqualTo(new Change.Observed(snapshot));
        open();
        long busy = feed.last();
        store.observe(new HealthChange(record, snapshot, List.of(), false));
        assertThat(feed.last()).isEqualTo(busy);
    }
}

package rtm.domain.overview;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import rtm.domain.model.BootId;
import rtm.domain.model.Completion;
import rtm.domain.model.ContainerId;
import rtm.domain.model.HealthChange;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationRequest;
import rtm.domain.port.RuntimeStore;

/** A store that publishes what was committed through it, after the commit. */
public final class AnnouncingStore extends ForwardingStore {

    private final ChangeFeed feed;

    /** Publishes the commits of a store. */
    public AnnouncingStore(RuntimeStore store, ChangeFeed feed) {
        super(store);
        this.feed = feed;
    }

    @Override
    public OpenResult openRow(OperationRequest request, Optional<BootId> takeOverFrom) {
        return opened(super.openRow(request, takeOverFrom));
    }

    @Override
    public OpenResult openRowUnlessLost(
            OperationRequest request, Optional<BootId> takeOverFrom, Set<ContainerId> live) {
        return opened(super.openRowUnlessLost(request, takeOverFrom, live));
    }

    private OpenResult opened(OpenResult result) {
        if (result instanceof OpenResult.Opened(OpenOperation operation, _, boolean resumed)
                && !resumed) {
            feed.publish(new Change.Operated(Entries.open(operation)));
        }
        return result;
    }

    @Override
    public OpenResult openAndCommit(
            OperationRequest request, Optional<BootId> takeOverFrom, CompletionFactory ending) {
        AtomicReference<Optional<Completion>> last = new AtomicReference<>(Optional.empty());
        OpenResult result =
                super.openAndCommit(
                        request,
                        takeOverFrom,
                        opened -> {
                            Completion completion = ending.of(opened);
                            last.set(Optional.of(completion));
                            return completion;
                        });
        if (result instanceof OpenResult.Opened) {
            last.get().ifPresent(this::committed);
        }
        return result;
    }

    @Override
    public void commit(Completion completion) {
        super.commit(completion);
        committed(completion);
    }

    private void committed(Completion completion) {
        feed.publish(new Change.Operated(Entries.closed(completion)));
        completion.record().map(Change.Recorded::new).ifPresent(feed::publish);
        completion.snapshot().map(Change.Observed::new).ifPresent(feed::publish);
    }

    @Override
    public void abandon(OpenOperation operation) {
        super.abandon(operation);
        feed.publish(new Change.Abandoned(operation));
    }

    @Override
    public Observed observe(HealthChange change) {
        Observed observed = super.observe(change);
        switch (observed) {
            case COMMITTED -> feed.publish(new Change.Observed(change.snapshot()));
            case ALREADY_REPORTED, OUTDATED -> {}
        }
        return observed;
    }
}

package rtm.testkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import rtm.testkit.server.FakeDaemon.Asked;
import rtm.testkit.server.FakeDaemon.Reply;

/** A daemon with a table of containers that answers one kind of question with a lie, if asked. */
public final class LyingDaemon implements AutoCloseable {

    /** How many requests after a lie what it put off is done. */
    private static final int LATE = 2;

    private final ContainerTable table = new ContainerTable();
    private final FakeDaemon daemon;
    private final AtomicInteger lies = new AtomicInteger();
    private final Queue<Late> late = new ConcurrentLinkedQueue<>();
    private volatile Optional<Plan> plan = Optional.empty();

    /**
     * When to lie.
     *
     * @param about the questions
     * @param truths how many of them are answered truly first
     * @param lies how many are answered with the lie after that
     */
    private record Plan(Set<Question> about, AtomicInteger truths, AtomicInteger lies, Lie lie) {

        boolean isDue(Asked asked) {
            return about.stream().anyMatch(question -> question.is(asked))
                    && truths.getAndDecrement() <= 0
                    && lies.getAndDecrement() > 0;
        }
    }

    /**
     * A deed that is done a few requests after its answer: how long that takes does not depend on
     * how busy the machine is.
     *
     * @param left how many requests before
     */
    private record Late(Runnable deed, AtomicInteger left) {

        /** Whether it is over after one more request. */
        boolean isOverNow() {
            int now = left.decrementAndGet();
            if (now == 0) {
                deed.run();
            }
            return now <= 0;
        }

        /** Does it now, unless it is done. */
        boolean isOver() {
            if (left.getAndSet(0) > 0) {
                deed.run();
            }
            return true;
        }
    }

    /** Listens in that folder, and answers truly at first. */
    public LyingDaemon(Path folder) throws IOException {
        daemon = FakeDaemon.start(folder, this::answer);
    }

    private Reply answer(Asked asked) {
        late.removeIf(Late::isOverNow);
        Optional<Plan> now = plan.filter(each -> each.isDue(asked));
        if (now.isEmpty()) {
            return table.apply(asked);
        }
        lies.incrementAndGet();
        return now.orElseThrow().lie().tell(() -> table.apply(asked), this::later);
    }

    private void later(Runnable deed) {
        late.add(new Late(deed, new AtomicInteger(LATE)));
    }

    /** What is true. */
    public ContainerTable table() {
        return table;
    }

    /** Where it listens. */
    public URI host() {
        return daemon.host();
    }

    /** All requests so far. */
    public List<Asked> asked() {
        return daemon.asked();
    }

    /** Lies about this from now on. */
    public void lie(Question about, Lie lie) {
        plan(Set.of(about), 0, Integer.MAX_VALUE, lie);
    }

    /**
     * Lies once from now on.
     *
     * @param truths how many of these questions are answered truly first
     */
    public void lieOnce(Set<Question> about, int truths, Lie lie) {
        plan(about, truths, 1, lie);
    }

    private void plan(Set<Question> about, int truths, int most, Lie lie) {
        plan =
                Optional.of(
                        new Plan(
                                Set.copyOf(about),
                                new AtomicInteger(truths),
                                new AtomicInteger(most),
                                lie));
    }

    /** Tells the truth from now on. What was to be done later is done now. */
    public void mend() {
        plan = Optional.empty();
        late.removeIf(Late::isOver);
    }

    /** The number of lies so far. */
    public int lies() {
        return lies.get();
    }

    @Override
    public void close() {
        daemon.close();
    }
}

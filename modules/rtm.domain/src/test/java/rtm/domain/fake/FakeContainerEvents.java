package rtm.domain.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerEvent.Action;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EventCursor;
import rtm.domain.model.Labels;
import rtm.domain.model.ObservedContainer;
import rtm.domain.port.ContainerEvents;

/**
 * The events of a {@link FakeContainerDaemon}. It keeps all of them and sends them again from any
 * time on, unless {@link #forget} dropped them. Each event is one second after the one before.
 */
public final class FakeContainerEvents implements ContainerEvents {

    private static final Instant FIRST = Instant.parse("2026-04-28T00:00:00Z");

    private sealed interface Signal {}

    private record Told(ContainerEvent event) implements Signal {}

    private record Answered(Instant at) implements Signal {}

    private record Living() implements Signal {}

    private record Garbled() implements Signal {}

    private record Lost() implements Signal {}

    private record Silent() implements Signal {}

    private final List<ContainerEvent> remembered = new ArrayList<>();
    private final List<BlockingQueue<Signal>> followers = new ArrayList<>();
    private long happened;
    private boolean away;
    private boolean silent;
    private boolean flapping;
    private int opened;

    FakeContainerEvents() {}

    @Override
    public void follow(Optional<EventCursor> since, Sink sink) {
        BlockingQueue<Signal> signals = join(since, sink);
        try {
            sink.answered(now());
            sink.opened();
            while (true) {
                switch (signals.take()) {
                    case Told(ContainerEvent event) -> sink.happened(event);
                    case Answered(Instant at) -> sink.answered(at);
                    case Living() -> sink.lives();
                    case Garbled() -> sink.skipped("it is not JSON");
                    case Lost() -> {
                        sink.gone();
                        throw lost();
                    }
                    case Silent() -> throw lost();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw lost();
        } finally {
            leave(signals);
        }
    }

    private synchronized BlockingQueue<Signal> join(Optional<EventCursor> since, Sink sink) {
        if (away) {
            sink.gone();
            throw lost();
        }
        if (silent) {
            throw lost();
        }
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        Optional<Long> from = since.map(cursor -> Long.valueOf(cursor.text()));
        remembered.stream()
                .filter(event ->
                        from.filter(number -> Long.parseLong(event.cursor().text()) >= number)
                                .isPresent())
                .map(Told::new)
                .forEach(signals::add);
        followers.add(signals);
        opened++;
        if (flapping) {
            signals.add(new Lost());
        }
        return signals;
    }

    /** The time of the last event, by Docker's clock. */
    public synchronized Instant now() {
        return FIRST.plusSeconds(happened);
    }

    private synchronized void leave(BlockingQueue<Signal> signals) {
        followers.remove(signals);
    }

    /** The number of followers now. */
    public synchronized int followers() {
        return followers.size();
    }

    /** Every stream ends, and no new one can be opened until {@link #back()}. */
    public synchronized void lose() {
        away = true;
        followers.forEach(signals -> signals.add(new Lost()));
    }

    /** The daemon hangs: every stream is given up, and none opens until {@link #back()}. */
    public synchronized void hang() {
        silent = true;
        followers.forEach(signals -> signals.add(new Silent()));
    }

    /** Until {@link #back()}, every stream is opened and ends at once, as it does now. */
    public synchronized void flap() {
        flapping = true;
        followers.forEach(signals -> signals.add(new Lost()));
    }

    /** How many streams have been opened. */
    public synchronized int opened() {
        return opened;
    }

    /** The next event arrives in a form that cannot be read. */
    public synchronized void garble() {
        followers.forEach(signals -> signals.add(new Garbled()));
    }

    /** Streams can be opened again, and last. */
    public synchronized void back() {
        away = false;
        silent = false;
        flapping = false;
    }

    /** Past events are not sent again. */
    public synchronized void forget() {
        remembered.clear();
    }

    /** The daemon answers its followers, at that time by its clock. */
    public synchronized void answer(Instant at) {
        followers.forEach(signals -> signals.add(new Answered(at)));
    }

    /** The streams are open and quiet, and the daemon answers. */
    public synchronized void live() {
        followers.forEach(signals -> signals.add(new Living()));
    }

    /** Sends an event about a container; returns its time, by Docker's clock. */
    synchronized Instant send(Action action, ObservedContainer container, OptionalInt exitCode) {
        happened++;
        ContainerEvent event =
                new ContainerEvent(
                        action,
                        container.id(),
                        container.labels().getOrDefault(Labels.GAME_ID, ""),
                        container.labels().getOrDefault(Labels.DATABASE_ID, ""),
                        exitCode,
                        FIRST.plusSeconds(happened),
                        new EventCursor(Long.toString(happened)));
        if (container.ours()) {
            remembered.add(event);
            if (!away && !silent) {
                followers.forEach(signals -> signals.add(new Told(event)));
            }
        }
        return event.at();
    }

    private static DependencyUnavailableException lost() {
        return new DependencyUnavailableException(
                Dependency.DOCKER, "the event stream is lost", null);
    }
}

package rtm.domain.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.port.ContainerEvents;

/**
 * Processes that the kernel killed because memory ran out, in containers whose engine lives on. No
 * health event of the contract reports them. This process knows those that Docker reported since it
 * leads; readers of changes get one change in ten seconds for each container.
 */
public final class KilledProcesses {

    private static final int MOST_CONTAINERS = 10_000;
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(10);

    private final ChangeFeed changes;
    private final SequencedMap<ContainerId, Killed> containers = new LinkedHashMap<>();

    /**
     * What was killed in a container.
     *
     * @param times how many processes
     * @param last when the last one was
     * @param announced when the last change was published
     */
    public record Killed(long times, Instant last, Instant announced) {}

    /** Knows nothing yet. */
    public KilledProcesses(ChangeFeed changes) {
        this.changes = changes;
    }

    /** What was killed in this container; empty if nothing, or if its engine has ended. */
    public synchronized Optional<Killed> of(ContainerId container) {
        return Optional.ofNullable(containers.get(container));
    }

    /** The same events, of which this sees those of the owner's containers that it needs. */
    public ContainerEvents watching(ContainerEvents events, EngineOwner owner) {
        return (since, sink) -> events.follow(since, new Watching(sink, owner));
    }

    private synchronized void see(ContainerEvent event) {
        switch (event.action()) {
            case OOM -> GameId.parse(event.gameLabel()).ifPresent(game -> killed(game, event));
            case START, DIE, DESTROY -> containers.remove(event.container());
            case PAUSE, UNPAUSE -> {
                // What was killed stays killed.
            }
        }
    }

    private void killed(GameId game, ContainerEvent event) {
        @Nullable Killed before = containers.get(event.container());
        long times = before == null ? 1 : before.times() + 1;
        boolean due =
                before == null || !event.at().isBefore(before.announced().plus(BETWEEN_CHANGES));
        Instant announced = before == null || due ? event.at() : before.announced();
        if (before == null && containers.size() >= MOST_CONTAINERS) {
            containers.pollFirstEntry();
        }
        containers.put(event.container(), new Killed(times, event.at(), announced));
        if (due) {
            changes.publish(new Change.ProcessKilled(game, event.container(), times, event.at()));
        }
    }

    private final class Watching implements ContainerEvents.Sink {
        private final ContainerEvents.Sink sink;
        private final EngineOwner owner;
        private Optional<EventCursor> last = Optional.empty();

        Watching(ContainerEvents.Sink sink, EngineOwner owner) {
            this.sink = sink;
            this.owner = owner;
        }

        @Override
        public void opened() {
            sink.opened();
        }

        @Override
        public void answered(Instant at) {
            sink.answered(at);
        }

        @Override
        public void lives() {
            sink.lives();
        }

        @Override
        public void gone() {
            sink.gone();
        }

        /** A stream that replaces another one begins with the last event of that one. */
        @Override
        public void happened(ContainerEvent event) {
            boolean again = last.equals(Optional.of(event.cursor()));
            if (!again && !owner.isForeign(event.databaseLabel())) {
                see(event);
            }
            last = Optional.of(event.cursor());
            sink.happened(event);
        }

        @Override
        public void skipped(String why) {
            sink.skipped(why);
        }
    }
}

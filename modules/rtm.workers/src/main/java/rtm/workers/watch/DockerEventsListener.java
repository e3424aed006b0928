package rtm.workers.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rtm.domain.daemon.DaemonExitReport;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.ContainerEvent;
import rtm.domain.model.ContainerExit;
import rtm.domain.model.ContainerId;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.EngineOwner;
import rtm.domain.model.EventCursor;
import rtm.domain.model.GameId;
import rtm.domain.port.ContainerEvents;
import rtm.domain.time.Deadline;
import rtm.workers.loop.Backoff;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.NamedWorker;
import rtm.workers.loop.Trigger;
import rtm.workers.loop.WorkerMetrics;
import rtm.workers.repair.GameRepairs;
import rtm.workers.repair.Reconciler;

/**
 * Receives Docker's events about this service's containers and requests a repair of their games, or
 * a look at their health. A lost stream is opened again from its last event. After that, and after
 * an event that cannot be read, all records and containers are compared.
 *
 * <p>A daemon may accept each stream and end it at once. So a stream counts as sound once a new
 * event has arrived or it has lived for a while. As long as streams end before that, the waits
 * grow, and their losses are one outage in the log.
 */
public final class DockerEventsListener implements NamedWorker {

    private static final Log LOG = Log.of(DockerEventsListener.class);

    private final ContainerEvents events;
    private final GameRepairs repairs;
    private final Reconciler reconciler;
    private final InspectWorker.GameCheck look;
    private final DaemonExitReport daemon;
    private final EngineOwner owner;
    private final Runnable changed;
    private final Backoff.Waits waits;
    private final Duration soundAfter;
    private final Outage outage =
            new Outage(LOG, "docker event stream lost", "docker event stream restored");
    private final SkippedEvents skipped;
    private final OutOfMemoryLines outOfMemoryLines = new OutOfMemoryLines();
    private final Set<ContainerId> outOfMemory = ConcurrentHashMap.newKeySet();
    private volatile @Nullable EventCursor last;

    /** Whether the stream before was open and never sound; false for the first two of all. */
    private volatile boolean flaps;

    /**
     * Follows nothing yet.
     *
     * @param look requests an inspection
     * @param changed says that the stream was lost, or is open
     */
    public DockerEventsListener(
            ContainerEvents events,
            GameRepairs repairs,
            Reconciler reconciler,
            InspectWorker.GameCheck look,
            DaemonExitReport daemon,
            EngineOwner owner,
            Runnable changed,
            WorkerMetrics metrics,
            Intervals intervals) {
        this.events = events;
        this.repairs = repairs;
        this.reconciler = reconciler;
        this.look = look;
        this.daemon = daemon;
        this.owner = owner;
        this.changed = changed;
        this.skipped = new SkippedEvents(metrics);
        this.waits = intervals.links();
        this.soundAfter = intervals.soundStream();
    }

    @Override
    public String name() {
        return "docker-events-listener";
    }

    @Override
    public List<LogField> settings() {
        return List.of(LogField.of("longest_wait", waits.longest()));
    }

    /** Follows the events until it is interrupted. */
    @Override
    public void run() throws InterruptedException {
        Backoff backoff = new Backoff(waits);
        boolean first = true;
        while (true) {
            EventSink sink = new EventSink();
            try {
                events.follow(Optional.ofNullable(last), sink);
            } catch (DependencyUnavailableException lost) {
                Interruption.check();
                if (sink.gone) {
                    daemon.brokeOff();
                }
                outage.failed(lost);
                changed.run();
            }
            if (sink.sound) {
                backoff.reset();
            }
            if (sink.opened) {
                flaps = !sink.sound && !first;
                first = false;
            }
            backoff.pause();
        }
    }

    /** Must not block: the thread that reads the stream calls it. */
    private final class EventSink implements ContainerEvents.Sink {
        private volatile boolean opened;
        private volatile boolean sound;
        private volatile boolean gone;
        private volatile Deadline young = Deadline.in(soundAfter);

        /** After a single loss the stream counts as restored at once. */
        @Override
        public void opened() {
            opened = true;
            young = Deadline.in(soundAfter);
            if (!flaps) {
                outage.ended();
            }
            reconciler.request(Trigger.CONNECT);
            changed.run();
        }

        @Override
        public void lives() {
            if (young.past()) {
                becomeSound();
            }
        }

        private void becomeSound() {
            sound = true;
            outage.ended();
        }

        @Override
        public void answered(Instant at) {
            daemon.answered(at);
        }

        @Override
        public void gone() {
            gone = true;
        }

        @Override
        public void happened(ContainerEvent event) {
            if (isNew(event)) {
                becomeSound();
            }
            last = event.cursor();
            if (owner.isForeign(event.databaseLabel())) {
                return;
            }
            Optional<GameId> game = GameId.parse(event.gameLabel());
            if (game.isEmpty()) {
                LOG.debug(
                        "ignoring event of container without valid game_id label",
                        LogField.of("container_id", event.container()),
                        LogField.of("label", event.gameLabel()));
                return;
            }
            handle(game.orElseThrow(), event);
        }

        /** A stream starts with the last event of the one before. */
        private boolean isNew(ContainerEvent event) {
            return !event.cursor().equals(last);
        }

        @Override
        public void skipped(String why) {
            skipped.count(why);
            reconciler.request(Trigger.SKIPPED);
        }
    }

    private void handle(GameId game, ContainerEvent event) {
        switch (event.action()) {
            case OOM -> {
                outOfMemory.add(event.container());
                outOfMemoryLines.happened(game, event.container());
            }
            case START -> {
                outOfMemory.remove(event.container());
                repairs.happened(game, Optional.empty());
            }
            case PAUSE, UNPAUSE -> look.soon(game);
            case DIE -> {
                boolean oomSeen = outOfMemory.remove(event.container());
                outOfMemoryLines.ended(event.container());
                repairs.happened(game, exit(event, oomSeen));
            }
            case DESTROY -> {
                outOfMemory.remove(event.container());
                outOfMemoryLines.ended(event.container());
                repairs.happened(game, Optional.empty());
            }
        }
    }

    private static Optional<ContainerExit> exit(ContainerEvent event, boolean oomSeen) {
        return event.exitCode().isPresent()
                ? Optional.of(
                        new ContainerExit(
                                event.container(),
                                event.exitCode().getAsInt(),
                                oomSeen,
                                event.at()))
                : Optional.empty();
    }
}

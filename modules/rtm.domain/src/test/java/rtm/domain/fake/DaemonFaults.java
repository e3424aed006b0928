package rtm.domain.fake;

import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.NotMadeException;

/**
 * The faults of a {@link FakeContainerDaemon}: calls without an answer, before or after their
 * effect, and calls that pause for a while.
 */
public final class DaemonFaults {

    /** Whether a fault happens before or after a call's effect. */
    public enum Moment {
        /** Nothing has been done yet. */
        BEFORE_EFFECT,
        /** The call took effect, only the answer is missing. */
        AFTER_EFFECT
    }

    private record Place(DaemonCall call, Moment moment) {}

    private sealed interface Fault {}

    private record NoAnswer() implements Fault {}

    private record NotMade() implements Fault {}

    private record StandStill(Pause pause) implements Fault {}

    private final Map<Place, Queue<Fault>> planned = new ConcurrentHashMap<>();
    private final Set<DaemonCall> unavailable = EnumSet.noneOf(DaemonCall.class);

    DaemonFaults() {}

    /** The next such call gets no answer at this moment. */
    public void failNext(DaemonCall call, Moment moment) {
        queue(new Place(call, moment)).add(new NoAnswer());
    }

    /** The next such call is accepted, and has no effect. */
    public void acceptInVain(DaemonCall call) {
        queue(new Place(call, Moment.BEFORE_EFFECT)).add(new NotMade());
    }

    /** No call has an effect or an answer until {@link #mend()}. */
    public synchronized void makeUnavailable() {
        unavailable.addAll(EnumSet.allOf(DaemonCall.class));
    }

    /** No such call has an effect or an answer until {@link #mend()}. */
    public synchronized void makeUnavailable(DaemonCall call) {
        unavailable.add(call);
    }

    /** Removes every fault that has not happened yet; paused calls stay paused. */
    public synchronized void mend() {
        unavailable.clear();
        planned.clear();
    }

    /** The next such call pauses at this moment until it is released. */
    public Pause pauseNext(DaemonCall call, Moment moment) {
        Pause pause = new Pause();
        queue(new Place(call, moment)).add(new StandStill(pause));
        return pause;
    }

    /** Runs the fault planned for this moment. */
    void meet(DaemonCall call, Moment moment) {
        if (moment == Moment.BEFORE_EFFECT && isUnavailable(call)) {
            throw noAnswer(call, null);
        }
        switch (queue(new Place(call, moment)).poll()) {
            case null -> {}
            case NoAnswer() -> throw noAnswer(call, null);
            case NotMade() -> throw NotMadeException.outage("accepted it (" + call + ")");
            case StandStill(Pause pause) -> standStill(call, pause);
        }
    }

    private static void standStill(DaemonCall call, Pause pause) {
        try {
            pause.standStill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(call, e);
        }
    }

    private synchronized boolean isUnavailable(DaemonCall call) {
        return unavailable.contains(call);
    }

    private Queue<Fault> queue(Place place) {
        return planned.computeIfAbsent(place, _ -> new ConcurrentLinkedQueue<>());
    }

    private static DependencyUnavailableException noAnswer(
            DaemonCall call, @Nullable Throwable cause) {
        return new DependencyUnavailableException(
                Dependency.DOCKER, "did not answer (" + call + ")", cause);
    }
}

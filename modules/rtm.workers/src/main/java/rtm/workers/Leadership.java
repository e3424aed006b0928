package rtm.workers;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ProcessPresence;
import rtm.domain.time.Deadline;
import rtm.workers.ServicePhase.Phase;

/**
 * Makes this process the leader when no other is, and begins and ends the leader's work with it. A
 * connection that is lost for a moment ends nothing, unless another process leads meanwhile.
 */
public final class Leadership {

    /** What an interrupted end may take to let go. */
    private static final Duration LETTING_GO = Duration.ofMillis(200);

    /** An answer that was lost looks like a lock that another has; two in a row do not. */
    private static final int SURE = 2;

    private static final Log LOG = Log.of(Leadership.class);

    private final ProcessPresence presence;
    private final ServicePhase phase;
    private final Collaborators collaborators;
    private final WorkerMetrics metrics;
    private final Intervals pace;
    private final Worker watch;
    private final Outage outage =
            new Outage(
                    LOG,
                    "the leader's initial pass cannot be done, or it is not known who leads",
                    "who leads is known, and the initial pass done");
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable LeaderTerm term;
    private volatile boolean stopped;
    private volatile boolean ended;
    private boolean atWork;
    private int refusals;

    /** Wires the leader's work; nothing begins yet. */
    public Leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry) {
        this(presence, phase, collaborators, telemetry, Intervals.USUAL);
    }

    Leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry,
            Intervals pace) {
        this.presence = presence;
        this.phase = phase;
        this.collaborators = collaborators;
        this.metrics = new WorkerMetrics(telemetry);
        this.pace = pace;
        this.watch = new Worker("leadership", metrics, pace.restarts(), this::run);
    }

    /**
     * Leads if no other process does, with the initial pass done and the workers started on return;
     * else stands by. Keeps watch from then on. Returns early, with nothing begun, if it is stopped
     * meanwhile.
     *
     * @throws DependencyUnavailableException if it cannot be known who leads, or what was left
     */
    public void start() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            settle();
            if (!stopped) {
                watch.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() throws InterruptedException {
        while (true) {
            Thread.sleep(pace.leadership());
            lock.lockInterruptibly();
            try {
                settle();
                outage.ended();
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                outage.failed(away);
            } finally {
                lock.unlock();
            }
        }
    }

    private void settle() throws InterruptedException {
        if (stopped || (atWork && presence.leads())) {
            refusals = 0;
            return;
        }
        boolean heldBefore = presence.held();
        if (presence.tryLead()) {
            refusals = 0;
            lead();
        } else if (heldBefore && presence.held()) {
            refused();
        } else if (!atWork) {
            throw new DependencyUnavailableException(
                    Dependency.POSTGRES, "the connection that tells who leads is lost", null);
        }
    }

    private void lead() throws InterruptedException {
        if (atWork) {
            return;
        }
        LeaderTerm begun = term;
        if (begun == null) {
            phase.enter(Phase.INITIAL_PASS);
            LOG.info("this process leads", LogField.of("boot_id", presence.bootId()));
            begun = new LeaderTerm(collaborators, metrics, pace);
            term = begun;
        }
        if (!stopped) {
            begun.initialPass();
        }
        if (!stopped) {
            phase.enter(Phase.LEADING);
            begun.startWorkers();
            atWork = true;
        }
    }

    private void refused() throws InterruptedException {
        refusals++;
        if (term == null || refusals >= SURE) {
            standBy();
        }
    }

    private void standBy() throws InterruptedException {
        LeaderTerm lost = term;
        term = null;
        atWork = false;
        if (lost != null) {
            LOG.warn("another process leads now");
            lost.cut();
        }
        if (phase.current() != Phase.STANDING_BY) {
            phase.enter(Phase.STANDING_BY);
            LOG.info(
                    "another process leads; this one stands by and serves",
                    LogField.of("boot_id", presence.bootId()));
        }
    }

    /**
     * Ends the leader's work, if there is any: intake, then what is in flight, then the outbox and
     * the offsets.
     *
     * @param budget for all of it; what is not done by then is cut off, and finished by the next
     *     leader
     */
    public void stop(Duration budget) throws InterruptedException {
        stopped = true;
        LeaderTerm begun = term;
        if (begun != null) {
            begun.cancelInitialPass();
        }
        watch.interrupt();
        Thread ending = Thread.ofVirtual().name("leadership-stop").start(() -> end(budget));
        ending.join(budget);
        if (!ended) {
            if (begun != null) {
                begun.interrupt();
            }
            ending.interrupt();
            ending.join(LETTING_GO);
            LOG.warn("the workers could not be stopped in time", LogField.of("budget", budget));
        }
    }

    private void end(Duration budget) {
        Deadline deadline = Deadline.in(budget);
        try {
            watch.stop(budget.dividedBy(4));
            if (lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    endTerm(deadline);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.defect("the workers could not be stopped", defect);
        }
    }

    private void endTerm(Deadline deadline) throws InterruptedException {
        LeaderTerm last = term;
        term = null;
        atWork = false;
        if (last != null) {
            last.end(deadline.left());
        }
        ended = true;
    }
}

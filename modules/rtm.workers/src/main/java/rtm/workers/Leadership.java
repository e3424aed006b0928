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
import rtm.domain.model.Duty;
import rtm.domain.port.ProcessPresence;
import rtm.domain.time.Deadline;
import rtm.domain.time.Pulse;
import rtm.workers.ServicePhase.Phase;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.Worker;
import rtm.workers.loop.WorkerMetrics;

/**
 * Makes this process the leader if no other process leads, and starts and stops the leader's work.
 * A connection that is lost for a moment stops nothing, unless another process leads by then.
 */
public final class Leadership {

    /** How long an interrupted stop may take to end. */
    private static final Duration INTERRUPT_TIMEOUT = Duration.ofMillis(200);

    /** A process that has all duties need only notice that its session is lost, which is said. */
    private static final int WITH_ALL = 4;

    /** A process on its node waits for the intake only. */
    private static final int WITHOUT_INTAKE = 2;

    private static final Log LOG = Log.of(Leadership.class);

    private final ProcessPresence presence;
    private final Nodes nodes;
    private final DutyLocks duties;
    private final DutyLocks intake;
    private final ServicePhase phase;
    private final Collaborators collaborators;
    private final WorkerMetrics metrics;
    private final Intervals intervals;
    private final Worker watch;
    private final Runnable seen;
    private final Outage outage =
            new Outage(
                    LOG,
                    "leader unknown or initial pass failed",
                    "leader known and initial pass completed");
    private final Pulse pulse = new Pulse("leadership");
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable LeaderTerm term;
    private volatile boolean stopped;
    private volatile boolean ended;
    private boolean atWork;

    /**
     * Wires the leader's work; nothing starts yet.
     *
     * @param seen says that the process leads from now on; is called before the initial pass and
     *     whenever the lock was regained, and again if it fails because a dependency is away. If
     *     that is the node itself, the process must not work on it
     */
    public Leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry,
            Runnable seen) {
        this(presence, phase, collaborators, telemetry, Intervals.USUAL, Nodes.SINGLE, seen);
    }

    /**
     * The same for a process on one of several nodes: it has its node, and the intake if no other
     * process has it.
     *
     * @param seen says that the process has the node from now on, as that of a leader does
     */
    public static Leadership amongOthers(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry,
            Runnable seen) {
        return new Leadership(
                presence,
                phase,
                collaborators,
                telemetry,
                Intervals.AMONG_OTHERS,
                Nodes.MANY,
                seen);
    }

    Leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry,
            Intervals intervals,
            Nodes nodes) {
        this(presence, phase, collaborators, telemetry, intervals, nodes, () -> {});
    }

    Leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry,
            Intervals intervals,
            Nodes nodes,
            Runnable seen) {
        this.presence = presence;
        this.nodes = nodes;
        this.seen = seen;
        this.duties = nodes.main(presence, collaborators.node());
        this.intake = new DutyLocks(presence, new Duty.Intake());
        this.phase = phase;
        this.collaborators = collaborators;
        this.metrics = new WorkerMetrics(telemetry);
        this.intervals = intervals;
        this.watch = new Worker("leadership", metrics, this.intervals.restarts(), this::run);
    }

    /**
     * Leads if no other process does; then the initial pass is completed and the workers run on
     * return. Otherwise stands by. Watches the leadership from then on. If it is stopped meanwhile,
     * returns early and starts no workers.
     *
     * @throws DependencyUnavailableException if the leader is unknown or the initial pass fails
     */
    public void start() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            update();
            if (!stopped) {
                watch.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The pulse of the loop that starts and stops the leader's work. */
    public Pulse pulse() {
        return pulse;
    }

    private void run() throws InterruptedException {
        Duration pause = intervals.leadership();
        while (true) {
            pulse.beat();
            presence.awaitChange(pause);
            pause = look();
        }
    }

    /**
     * Looks once.
     *
     * @return when to look again, unless the connection is lost before
     */
    private Duration look() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            update();
            outage.ended();
            return intervals.leadership().multipliedBy(calm());
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
            return intervals.leadership();
        } finally {
            lock.unlock();
        }
    }

    /** How many times less often to look than a process that has no duty. */
    private int calm() {
        LeaderTerm current = term;
        if (!atWork || current == null || !duties.held()) {
            return 1;
        }
        return current.hasIntake() && intake.held() ? WITH_ALL : WITHOUT_INTAKE;
    }

    private void update() throws InterruptedException {
        if (stopped) {
            return;
        }
        if (!atWork || !duties.held()) {
            switch (duties.take(term != null)) {
                case TAKEN -> lead();
                case REFUSED -> standBy();
                case DOUBTFUL -> {}
                case UNKNOWN -> requireWork();
            }
        }
        LeaderTerm current = term;
        if (nodes == Nodes.MANY && atWork && current != null && duties.held()) {
            updateIntake(current);
        }
    }

    private void requireWork() {
        if (!atWork) {
            throw new DependencyUnavailableException(
                    Dependency.POSTGRES,
                    "the presence session is lost, the leader is unknown",
                    null);
        }
    }

    private void lead() throws InterruptedException {
        if (atWork) {
            resume();
            return;
        }
        LeaderTerm current = term;
        if (current == null) {
            saySeen();
            switch (nodes) {
                case SINGLE -> phase.enter(Phase.INITIAL_PASS);
                case MANY -> phase.enterPassOfNode();
            }
            LOG.info(nodes.leads, LogField.of("boot_id", presence.bootId()));
            current = new LeaderTerm(collaborators, metrics, intervals);
            if (nodes == Nodes.SINGLE) {
                current.takeIntake();
            }
            term = current;
        }
        if (!stopped) {
            current.initialPass();
        }
        if (!stopped && nodes == Nodes.MANY && intake.take(false) == DutyLocks.Answer.TAKEN) {
            takeIntake(current);
        }
        if (!stopped) {
            phase.enter(current.hasIntake() ? Phase.LEADING : Phase.ON_NODE);
            current.startWorkers();
            atWork = true;
        }
    }

    /** The connection was lost for a while, in which the node may have been given up. */
    private void resume() throws InterruptedException {
        try {
            saySeen();
        } catch (DependencyUnavailableException away) {
            if (away.dependency() == Dependency.NODE) {
                standBy();
                phase.giveUp(away.text());
            }
            throw away;
        }
    }

    /** A process that stood by may find its node given up when it takes that over. */
    private void saySeen() {
        try {
            seen.run();
        } catch (DependencyUnavailableException away) {
            if (away.dependency() == Dependency.NODE && phase.current() == Phase.STANDING_BY) {
                phase.giveUp(away.text());
            }
            throw away;
        }
    }

    private void takeIntake(LeaderTerm current) {
        LOG.info("this process has the intake", LogField.of("boot_id", presence.bootId()));
        current.takeIntake();
    }

    /** Only a process that works on its node has the intake, which it may have to do jobs for. */
    private void updateIntake(LeaderTerm current) throws InterruptedException {
        if (current.hasIntake() && intake.held()) {
            return;
        }
        switch (intake.take(current.hasIntake())) {
            case TAKEN -> {
                if (!current.hasIntake()) {
                    takeIntake(current);
                    phase.enter(Phase.LEADING);
                    current.startReading();
                }
            }
            case REFUSED -> {
                if (current.hasIntake()) {
                    LOG.warn("lost the intake to another process");
                    current.cutIntake();
                    phase.enter(Phase.ON_NODE);
                }
            }
            case DOUBTFUL, UNKNOWN -> {}
        }
    }

    private void standBy() throws InterruptedException {
        LeaderTerm lost = term;
        term = null;
        atWork = false;
        if (lost != null) {
            LOG.warn(nodes.lost);
            lost.cut();
        }
        if (phase.current() != Phase.STANDING_BY) {
            phase.enter(Phase.STANDING_BY);
            LOG.info(nodes.standsBy, LogField.of("boot_id", presence.bootId()));
        }
    }

    /**
     * Stops the leader's work, if it runs: the intake, then running work, then the outbox and the
     * offsets.
     *
     * @param budget for all of it; work that is unfinished by then is interrupted, and the next
     *     leader finishes it
     */
    public void stop(Duration budget) throws InterruptedException {
        stopped = true;
        LeaderTerm current = term;
        if (current != null) {
            current.cancelInitialPass();
        }
        watch.interrupt();
        Thread ending = Thread.ofVirtual().name("leadership-stop").start(() -> end(budget));
        ending.join(budget);
        if (!ended) {
            if (current != null) {
                current.interrupt();
            }
            ending.interrupt();
            ending.join(INTERRUPT_TIMEOUT);
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

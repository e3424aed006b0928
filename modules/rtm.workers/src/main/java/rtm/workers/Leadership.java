package rtm.workers;

import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.JobStreams;
import rtm.domain.port.ProcessPresence;
import rtm.domain.usecase.UseCases;
import rtm.workers.ServicePhase.Phase;

/**
 * Makes this process the leader when no other is, and begins and ends the leader's work with it. A
 * connection that is lost for a moment ends nothing, unless another process leads meanwhile.
 */
public final class Leadership {

    private static final Log LOG = Log.of(Leadership.class);

    private final ProcessPresence presence;
    private final ServicePhase phase;
    private final Duties duties;
    private final WorkerMetrics metrics;
    private final Pace pace;
    private final Worker watch;
    private @Nullable LeaderTerm term;
    private boolean atWork;
    private boolean stopped;

    /**
     * What a leader works with.
     *
     * @param streams the job streams
     * @param relay the outbox' relay
     * @param useCases what jobs ask for
     * @param settings of the workers
     */
    public record Duties(
            JobStreams streams, OutboxRelay relay, UseCases useCases, WorkerSettings settings) {}

    /** Wires the leader's work; nothing begins yet. */
    public Leadership(ProcessPresence presence, ServicePhase phase, Duties duties, Meter meter) {
        this(presence, phase, duties, meter, Pace.USUAL);
    }

    Leadership(
            ProcessPresence presence, ServicePhase phase, Duties duties, Meter meter, Pace pace) {
        this.pace = pace;
        this.presence = presence;
        this.phase = phase;
        this.duties = duties;
        this.metrics = new WorkerMetrics(meter);
        this.watch = new Worker("leadership", metrics, pace.restarts(), this::run);
    }

    /**
     * Leads if no other process does, with the initial pass done and the workers started on return;
     * else stands by. Keeps watch from then on.
     *
     * @throws DependencyUnavailableException if it cannot be known who leads, or what was left
     */
    public void start() throws InterruptedException {
        settle();
        watch.start();
    }

    private void run() throws InterruptedException {
        while (true) {
            Thread.sleep(pace.leadership());
            try {
                settle();
            } catch (DependencyUnavailableException away) {
                LOG.debug("leadership is not known", Pair.of("error", away.text()));
            }
        }
    }

    private synchronized void settle() throws InterruptedException {
        if (stopped || (atWork && presence.leads())) {
            return;
        }
        if (presence.tryLead()) {
            lead();
        } else {
            standBy();
        }
    }

    private void lead() throws InterruptedException {
        if (atWork) {
            return;
        }
        if (term == null) {
            phase.enter(Phase.INITIAL_PASS);
            LOG.info("this process leads", Pair.of("boot_id", presence.bootId()));
            term = new LeaderTerm(duties, metrics, pace);
        }
        term.initialPass();
        phase.enter(Phase.LEADING);
        term.startWorkers();
        atWork = true;
    }

    private void standBy() throws InterruptedException {
        LeaderTerm ended = term;
        term = null;
        atWork = false;
        if (ended != null) {
            LOG.warn("another process leads now");
            ended.end(Duration.ZERO);
        }
        if (phase.current() != Phase.STANDING_BY) {
            phase.enter(Phase.STANDING_BY);
            LOG.info(
                    "another process leads; this one stands by and serves",
                    Pair.of("boot_id", presence.bootId()));
        }
    }

    /** Ends the leader's work, if there is any; operations in flight get that much time. */
    public void stop(Duration patience) throws InterruptedException {
        watch.stop(Duration.ofSeconds(1));
        synchronized (this) {
            stopped = true;
            LeaderTerm ended = term;
            term = null;
            if (ended != null) {
                ended.end(patience);
            }
        }
    }
}

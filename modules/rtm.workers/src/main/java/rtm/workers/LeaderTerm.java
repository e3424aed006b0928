package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;

/**
 * What a process does while it leads: first the initial pass over what was left, then the workers.
 * One object a term.
 */
final class LeaderTerm {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Log LOG = Log.of(LeaderTerm.class);

    private final JobStreams streams;
    private final OutboxRelay relay;
    private final WorkerSettings settings;
    private final WorkerMetrics metrics;
    private final Pace pace;
    private final GameMailboxes mailboxes = new GameMailboxes();
    private final OffsetKeeper offsets;
    private final InterruptedOperations interrupted;
    private final JobReader reader;
    private final List<Worker> intake = new ArrayList<>();
    private final List<Worker> aftermath = new ArrayList<>();

    LeaderTerm(Leadership.Duties duties, WorkerMetrics metrics, Pace pace) {
        this.pace = pace;
        this.streams = duties.streams();
        this.relay = duties.relay();
        this.settings = duties.settings();
        this.metrics = metrics;
        this.offsets = new OffsetKeeper(streams, pace.links());
        JobAttempts attempts = new JobAttempts(settings.jobs().maxConcurrency(), pace.jobs());
        Jobs jobs =
                new Jobs(
                        duties.useCases().startRuntime(),
                        duties.useCases().stopRuntime(),
                        settings.jobs().retryBudget());
        this.interrupted =
                new InterruptedOperations(
                        duties.useCases().finishInterrupted(),
                        jobs,
                        mailboxes,
                        attempts,
                        pace.openOperations());
        Map<JobStream, JobConsumer> consumers = new EnumMap<>(JobStream.class);
        for (JobStream stream : JobStream.values()) {
            consumers.put(
                    stream,
                    new JobConsumer(
                            stream, streams.key(stream), jobs, mailboxes, attempts, metrics));
        }
        this.reader =
                new JobReader(
                        streams,
                        consumers,
                        offsets,
                        new StreamPositions(streams, metrics, pace.inspection()),
                        settings.jobs().readBlock(),
                        pace.links(),
                        JobReader.WINDOW);
    }

    /** Looks through what was left; returns when that is done, or has had its time. */
    void initialPass() throws InterruptedException {
        InterruptedOperations.Pass pass = interrupted.look(pace.initialPass());
        LOG.info(
                "reconciler initial pass completed",
                Pair.of("open_operations", pass.found()),
                Pair.of("finished", pass.finished()));
    }

    /** Starts the workers, each with its line. */
    void startWorkers() {
        aftermath.add(new Worker("outbox-relay", metrics, pace.restarts(), relay::run).start());
        aftermath.add(new Worker("offset-keeper", metrics, pace.restarts(), offsets::run).start());
        intake.add(
                new Worker("interrupted-operations", metrics, pace.restarts(), interrupted::run)
                        .start());
        intake.add(new Worker("job-reader", metrics, pace.restarts(), reader::run).start());
        for (JobStream stream : JobStream.values()) {
            LOG.info(
                    "worker started",
                    Pair.of("worker", JobConsumer.name(stream)),
                    Pair.of("stream", streams.key(stream)),
                    Pair.of("read_block_timeout", settings.jobs().readBlock()),
                    Pair.of("max_concurrency", settings.jobs().maxConcurrency()),
                    Pair.of("retry_budget", settings.jobs().retryBudget()));
        }
    }

    /** Stops the intake, gives what is in flight that much time, and saves what is done. */
    void end(Duration patience) throws InterruptedException {
        streams.wake();
        for (Worker worker : intake) {
            worker.stop(STOP_PATIENCE);
        }
        mailboxes.close(patience);
        for (Worker worker : aftermath) {
            worker.stop(STOP_PATIENCE);
        }
        relay.flush(STOP_PATIENCE);
        offsets.flush();
        for (JobStream stream : JobStream.values()) {
            LOG.info("worker stopped", Pair.of("worker", JobConsumer.name(stream)));
        }
    }
}

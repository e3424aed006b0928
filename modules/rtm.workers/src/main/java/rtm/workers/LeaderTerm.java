package rtm.workers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rtm.domain.log.Log;
import rtm.domain.log.Pair;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;

/**
 * What a process does while it leads: first the initial pass over what was left, then the workers.
 * One object a term.
 */
final class LeaderTerm {

    /** What the last publishing and saving may take of the time to end. */
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(3);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Log LOG = Log.of(LeaderTerm.class);

    private final JobStreams streams;
    private final OutboxRelay relay;
    private final WorkerSettings settings;
    private final WorkerMetrics metrics;
    private final Pace pace;
    private final GameMailboxes mailboxes = new GameMailboxes("game-");
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
        JobAttempts attempts = new JobAttempts(
                        settings.jobs().maxConcurrency(), pace.jobs(), metrics.spans());
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
                        metrics.spans(),
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

    /**
     * Looks through what was left; returns when that is done, has had its time, or is cancelled.
     */
    void initialPass() throws InterruptedException {
        InterruptedOperations.Pass pass = interrupted.initialPass(pace.initialPass());
        LOG.info(
                "reconciler initial pass completed",
                Pair.of("open_operations", pass.found()),
                Pair.of("finished", pass.finished()));
    }

    /** Ends the wait of the initial pass. */
    void cancelInitialPass() {
        interrupted.cancel();
    }

    /** Starts the workers, each with its line. */
    void startWorkers() {
        aftermath.add(worker("outbox-relay", relay::run));
        aftermath.add(worker("offset-keeper", offsets::run));
        intake.add(worker("interrupted-operations", interrupted::run));
        intake.add(worker("job-reader", reader::run));
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

    private Worker worker(String name, Worker.Body body) {
        return new Worker(name, metrics, pace.restarts(), body).start();
    }

    /**
     * Stops the intake, lets what is in flight end, publishes and saves what is done: all of it
     * within the budget, of which the last two have a share of their own. Each step is tried, even
     * if one before it failed.
     */
    void end(Duration budget) throws InterruptedException {
        Deadline deadline = Deadline.in(budget);
        Duration share = budget.dividedBy(4);
        Duration reserve = share.compareTo(LONGEST_RESERVE) < 0 ? share : LONGEST_RESERVE;
        step("waking the reader", streams::wake);
        stop(intake, deadline.leftBut(reserve));
        mailboxes.close(deadline.leftBut(reserve));
        interrupted.close(deadline.leftBut(reserve));
        stop(aftermath, deadline.left());
        step("flushing the outbox", () -> relay.flush(deadline.left()));
        step("saving the offsets", offsets::flush);
        tellStopped();
    }

    /** Cuts everything off, since another process leads; what is left is that one's. */
    void cut() throws InterruptedException {
        stop(intake, STOP_PATIENCE);
        mailboxes.close(Duration.ZERO);
        interrupted.close(Duration.ZERO);
        stop(aftermath, STOP_PATIENCE);
        tellStopped();
    }

    /** Interrupts everything at once, without waiting for its end. */
    void interrupt() {
        intake.forEach(Worker::interrupt);
        aftermath.forEach(Worker::interrupt);
        mailboxes.interrupt();
        interrupted.interrupt();
    }

    private static void stop(List<Worker> workers, Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        workers.forEach(Worker::interrupt);
        for (Worker worker : workers) {
            worker.stop(deadline.left());
        }
    }

    private static void step(String name, Runnable step) throws InterruptedException {
        try {
            step.run();
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            LOG.warn(
                    "a step of stopping the workers failed",
                    Pair.of("step", name),
                    Pair.of("error", away.text()));
        } catch (RuntimeException defect) {
            Interruption.check();
            LOG.defect("a step of stopping the workers failed", defect, Pair.of("step", name));
        }
    }

    private void tellStopped() {
        for (JobStream stream : JobStream.values()) {
            LOG.info("worker stopped", Pair.of("worker", JobConsumer.name(stream)));
        }
    }
}

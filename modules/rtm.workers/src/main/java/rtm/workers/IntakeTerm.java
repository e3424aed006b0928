package rtm.workers;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.JobStream;
import rtm.domain.port.JobStreams;
import rtm.domain.time.Deadline;
import rtm.workers.intake.JobConsumer;
import rtm.workers.intake.JobReader;
import rtm.workers.intake.LostNodes;
import rtm.workers.intake.OffsetKeeper;
import rtm.workers.intake.StreamPositions;
import rtm.workers.loop.Intervals;
import rtm.workers.loop.WorkerGroup;
import rtm.workers.loop.WorkerMetrics;
import rtm.workers.wiring.WorkerSettings;

/**
 * The work of the process that has the intake, which is one for all nodes: it reads the jobs, saves
 * the offsets and publishes the messages. One object per term.
 */
final class IntakeTerm {

    private static final Log LOG = Log.of(IntakeTerm.class);

    private final JobStreams streams;
    private final OutboxRelay relay;
    private final WorkerSettings.JobSettings settings;
    private final OffsetKeeper offsets;
    private final Map<JobStream, JobConsumer> consumers = new EnumMap<>(JobStream.class);
    private final JobReader reader;
    private final Optional<LostNodes> lostNodes;
    private final WorkerGroup readers;
    private final WorkerGroup savers;

    IntakeTerm(
            Collaborators collaborators,
            GameWork work,
            WorkerMetrics metrics,
            Intervals intervals) {
        this.streams = collaborators.streams();
        this.relay = collaborators.relay();
        this.settings = collaborators.settings().jobs();
        this.offsets = new OffsetKeeper(streams, intervals.links());
        for (JobStream stream : JobStream.values()) {
            consumers.put(
                    stream,
                    new JobConsumer(
                            stream,
                            streams.key(stream),
                            work.mailboxes(),
                            work.attempts(),
                            metrics));
        }
        this.reader =
                new JobReader(
                        streams,
                        consumers,
                        offsets,
                        new StreamPositions(streams, metrics, intervals.inspection()),
                        collaborators.pending(),
                        settings.readBlock(),
                        intervals.links(),
                        JobReader.WINDOW);
        this.lostNodes =
                collaborators.others().map(nodes -> new LostNodes(nodes, metrics, Thread::sleep));
        this.readers = new WorkerGroup(metrics, intervals.restarts());
        this.savers = new WorkerGroup(metrics, intervals.restarts());
    }

    /** Says which workers another process has. */
    static void logStandingBy(JobStreams streams) {
        for (JobStream stream : JobStream.values()) {
            LOG.info(
                    "worker standing by",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)));
        }
    }

    /** Starts its workers. The consumers of both streams have a log line each. */
    void startWorkers() {
        savers.start("outbox-relay", relay::run);
        savers.start("offset-keeper", offsets::run);
        readers.start("job-reader", reader::run);
        lostNodes.ifPresent(watch -> readers.start("lost-nodes", watch::run));
        for (JobStream stream : JobStream.values()) {
            LOG.info(
                    "worker started",
                    LogField.of("worker", JobConsumer.name(stream)),
                    LogField.of("stream", streams.key(stream)),
                    LogField.of("read_block_timeout", settings.readBlock()),
                    LogField.of("max_concurrency", settings.maxConcurrency()),
                    LogField.of("retry_budget", settings.retryBudget()));
        }
    }

    /** Reads no more jobs. */
    void stopReading(Duration patience) throws InterruptedException {
        LastStep.run("waking the reader", streams::wake);
        readers.stop(patience);
    }

    /** Publishes the messages and saves the offsets of all that is done. */
    void flush(Deadline deadline) throws InterruptedException {
        savers.stop(deadline.left());
        LastStep.run("flushing the outbox", () -> relay.flush(deadline.left()));
        LastStep.run("saving the offsets", offsets::flush);
    }

    /** Ends without publishing and saving, because another process does. */
    void cut(Duration patience) throws InterruptedException {
        consumers.values().forEach(JobConsumer::end);
        readers.stop(patience);
        savers.stop(patience);
    }

    /** Interrupts all work, without waiting for its end. */
    void interrupt() {
        readers.interrupt();
        savers.interrupt();
    }

    void logStopped() {
        for (JobStream stream : JobStream.values()) {
            LOG.info("worker stopped", LogField.of("worker", JobConsumer.name(stream)));
        }
    }
}

package rtm.workers.intake;

import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.EntryId;
import rtm.domain.model.JobEntry;
import rtm.domain.model.JobStream;
import rtm.domain.model.Origin;
import rtm.domain.overview.PendingWork;
import rtm.domain.rule.DecodedJob;
import rtm.domain.rule.JobDecoder;
import rtm.workers.loop.GameMailboxes;
import rtm.workers.loop.WorkerMetrics;

/** One of the two job consumers: decodes entries and puts each job into its game's mailbox. */
public final class JobConsumer {

    private static final Log LOG = Log.of(JobConsumer.class);

    private final JobStream stream;
    private final String key;
    private final GameMailboxes mailboxes;
    private final JobAttempts attempts;
    private final WorkerMetrics metrics;
    private volatile boolean ended;

    public JobConsumer(
            JobStream stream,
            String key,
            GameMailboxes mailboxes,
            JobAttempts attempts,
            WorkerMetrics metrics) {
        this.stream = stream;
        this.key = key;
        this.mailboxes = mailboxes;
        this.attempts = attempts;
        this.metrics = metrics;
    }

    /** The worker's name in the log. */
    public static String name(JobStream stream) {
        return switch (stream) {
            case START_JOBS -> "start-jobs-consumer";
            case STOP_JOBS -> "stop-jobs-consumer";
        };
    }

    /**
     * Accepts an entry.
     *
     * @param done called once the entry is settled; not called if the process ends first
     */
    void accept(JobEntry entry, Runnable done) {
        Optional<String> trace = JobDecoder.traceparent(entry);
        switch (JobDecoder.decode(entry)) {
            case DecodedJob.Start start -> submit(start, entry.id(), trace, done);
            case DecodedJob.Stop stop -> submit(stop, entry.id(), trace, done);
            case DecodedJob.Malformed malformed -> {
                metrics.malformed(stream);
                submit(malformed, entry.id(), trace, done);
            }
            case DecodedJob.Unusable(String message) -> {
                metrics.malformed(stream);
                LOG.warn(
                        "skipped malformed entry",
                        LogField.of("worker", name(stream)),
                        LogField.of("job", origin(entry.id()).reference()),
                        LogField.of("error", message));
                done.run();
            }
        }
    }

    /** Another process reads the stream: a job that has not run yet is left to that one. */
    public void end() {
        ended = true;
    }

    private Origin.Job origin(EntryId entry) {
        return new Origin.Job(key + "/" + entry);
    }

    private void submit(DecodedJob.Job job, EntryId entry, Optional<String> trace, Runnable done) {
        PendingWork.Entry waiting = attempts.show(job, entry.time());
        waiting.waitsFor("earlier job of the game");
        boolean taken =
                mailboxes.submit(
                        job.gameId(),
                        () -> {
                            if (ended) {
                                waiting.close();
                                return;
                            }
                            waiting.waitsNoLonger();
                            JobAttempts.End end =
                                    attempts.settle(
                                            job, origin(entry), trace, waiting, () -> ended);
                            if (end != JobAttempts.End.LEFT) {
                                done.run();
                            }
                        });
        if (!taken) {
            waiting.close();
        }
    }
}

package rtm.workers.intake;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.rule.DecodedJob;
import rtm.domain.rule.DecodedJob.Job;
import rtm.domain.usecase.StartRuntime;
import rtm.domain.usecase.StopRuntime;

/** Maps each kind of job to its use case and to its patience. */
public final class Jobs implements JobAttempts.Runner {

    /** Nobody would request a stop again, so it is tried until it succeeds. */
    private static final Duration WITHOUT_LIMIT = Duration.ofDays(36_500);

    private final StartRuntime startRuntime;
    private final StopRuntime stopRuntime;
    private final Duration budget;

    public Jobs(StartRuntime startRuntime, StopRuntime stopRuntime, Duration budget) {
        this.startRuntime = startRuntime;
        this.stopRuntime = stopRuntime;
        this.budget = budget;
    }

    @Override
    public void run(Job job, Origin.Job origin) throws InterruptedException {
        switch (job) {
            case DecodedJob.Start start ->
                    startRuntime.start(start.gameId(), start.image(), origin);
            case DecodedJob.Stop stop -> stopRuntime.stop(stop.gameId(), stop.reason(), origin);
            case DecodedJob.Malformed malformed ->
                    giveUp(malformed, origin, malformed.code(), malformed.message());
        }
    }

    @Override
    public void giveUp(Job job, Origin.Job origin, ErrorCode code, String message) {
        switch (job) {
            case DecodedJob.Start start ->
                    startRuntime.fail(start.gameId(), start.image().value(), origin, code, message);
            case DecodedJob.Stop stop ->
                    stopRuntime.fail(
                            stop.gameId(), Optional.of(stop.reason()), origin, code, message);
            case DecodedJob.Malformed malformed -> {
                if (malformed.image().isPresent()) {
                    startRuntime.fail(
                            malformed.gameId(),
                            malformed.image().orElseThrow(),
                            origin,
                            code,
                            message);
                } else {
                    stopRuntime.fail(malformed.gameId(), Optional.empty(), origin, code, message);
                }
            }
        }
    }

    @Override
    public Duration patience(Job job) {
        return switch (job) {
            case DecodedJob.Start _ -> budget;
            case DecodedJob.Stop _, DecodedJob.Malformed _ -> WITHOUT_LIMIT;
        };
    }

    @Override
    public Duration patienceOfRefusals() {
        return budget;
    }

    /** The job of an open row, left by a process that ended before the job was settled. */
    static Job of(OpenOperation row) {
        return row.kind() == OperationKind.START
                ? start(row)
                : row.reason()
                        .<Job>map(reason -> new DecodedJob.Stop(row.gameId(), reason))
                        .orElseGet(
                                () -> malformed(row, Optional.empty(), ErrorCode.INVALID_REQUEST));
    }

    private static Job start(OpenOperation row) {
        String image = row.image().orElse("");
        return ImageReference.parse(image)
                .<Job>map(reference -> new DecodedJob.Start(row.gameId(), reference))
                .orElseGet(
                        () -> malformed(row, Optional.of(image), ErrorCode.START_CONFIG_INVALID));
    }

    private static DecodedJob.Malformed malformed(
            OpenOperation row, Optional<String> image, ErrorCode code) {
        return new DecodedJob.Malformed(row.gameId(), image, code, "the job is malformed");
    }
}

package rtm.workers;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationKind;
import rtm.domain.model.Origin;
import rtm.domain.rule.DecodedJob;
import rtm.domain.usecase.StartRuntime;
import rtm.domain.usecase.StopRuntime;

/** Makes jobs that can be tried out of what was read, or was left open. */
final class Jobs {

    /** Nobody would ask for a stop again, so it is tried for as long as it takes. */
    private static final Duration WITHOUT_LIMIT = Duration.ofDays(36_500);

    private final StartRuntime startRuntime;
    private final StopRuntime stopRuntime;
    private final Duration startBudget;

    Jobs(StartRuntime startRuntime, StopRuntime stopRuntime, Duration startBudget) {
        this.startRuntime = startRuntime;
        this.stopRuntime = stopRuntime;
        this.startBudget = startBudget;
    }

    JobAttempts.Job start(DecodedJob.Start job, Origin.Job origin) {
        return new Attempted(
                job.gameId(),
                origin.reference(),
                startBudget,
                () -> startRuntime.start(job.gameId(), job.image(), origin),
                (code, message) ->
                        startRuntime.fail(
                                job.gameId(), job.image().value(), origin, code, message));
    }

    JobAttempts.Job stop(DecodedJob.Stop job, Origin.Job origin) {
        return new Attempted(
                job.gameId(),
                origin.reference(),
                WITHOUT_LIMIT,
                () -> stopRuntime.stop(job.gameId(), job.reason(), origin),
                (code, message) ->
                        stopRuntime.fail(
                                job.gameId(), Optional.of(job.reason()), origin, code, message));
    }

    JobAttempts.Job refuse(DecodedJob.Malformed job, Origin.Job origin) {
        Resignation refusal =
                (code, message) -> {
                    if (job.image().isPresent()) {
                        String image = job.image().orElseThrow();
                        startRuntime.fail(job.gameId(), image, origin, code, message);
                    } else {
                        stopRuntime.fail(job.gameId(), Optional.empty(), origin, code, message);
                    }
                };
        return new Attempted(
                job.gameId(),
                origin.reference(),
                WITHOUT_LIMIT,
                () -> refusal.run(job.code(), job.message()),
                refusal);
    }

    /** A job whose process ended before it was settled. */
    JobAttempts.Job resume(OpenOperation row) {
        Origin.Job origin = new Origin.Job(row.sourceRef().orElseThrow());
        return row.kind() == OperationKind.START
                ? resumeStart(row, origin)
                : row.reason()
                        .map(reason -> stop(new DecodedJob.Stop(row.gameId(), reason), origin))
                        .orElseGet(() ->
                                refuse(
                                        malformed(row, Optional.empty(), ErrorCode.INVALID_REQUEST),
                                        origin));
    }

    private JobAttempts.Job resumeStart(OpenOperation row, Origin.Job origin) {
        String image = row.image().orElse("");
        return ImageReference.parse(image)
                .map(reference -> start(new DecodedJob.Start(row.gameId(), reference), origin))
                .orElseGet(() ->
                        refuse(
                                malformed(row, Optional.of(image), ErrorCode.START_CONFIG_INVALID),
                                origin));
    }

    private static DecodedJob.Malformed malformed(
            OpenOperation row, Optional<String> image, ErrorCode code) {
        return new DecodedJob.Malformed(row.gameId(), image, code, "the job is malformed");
    }

    /** What a job does when it is tried. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws InterruptedException;
    }

    /** How a job is settled without acting. */
    @FunctionalInterface
    private interface Resignation {
        void run(ErrorCode code, String message);
    }

    private record Attempted(
            GameId gameId,
            String reference,
            Duration patience,
            Attempt attempted,
            Resignation resignation)
            implements JobAttempts.Job {
        @Override
        public void attempt() throws InterruptedException {
            attempted.run();
        }

        @Override
        public void giveUp(ErrorCode code, String message) {
            resignation.run(code, message);
        }
    }
}

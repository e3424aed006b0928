package rtm.workers;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.model.DependencyUnavailableException;
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
                last ->
                        startRuntime.fail(
                                job.gameId(),
                                job.image().value(),
                                origin,
                                ErrorCode.SERVICE_UNAVAILABLE,
                                last.text()));
    }

    JobAttempts.Job stop(DecodedJob.Stop job, Origin.Job origin) {
        return new Attempted(
                job.gameId(),
                origin.reference(),
                WITHOUT_LIMIT,
                () -> stopRuntime.stop(job.gameId(), job.reason(), origin),
                last ->
                        stopRuntime.fail(
                                job.gameId(), origin, ErrorCode.SERVICE_UNAVAILABLE, last.text()));
    }

    JobAttempts.Job refuse(DecodedJob.Malformed job, Origin.Job origin) {
        Attempt refusal =
                () -> {
                    if (job.image().isPresent()) {
                        startRuntime.fail(
                                job.gameId(),
                                job.image().orElseThrow(),
                                origin,
                                job.code(),
                                job.message());
                    } else {
                        stopRuntime.fail(job.gameId(), origin, job.code(), job.message());
                    }
                };
        return new Attempted(
                job.gameId(), origin.reference(), WITHOUT_LIMIT, refusal, _ -> refusalAgain());
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

    private static void refusalAgain() {
        throw new IllegalStateException("a refusal needs PostgreSQL only, and waits for it");
    }

    /** What a job does when it is tried. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws InterruptedException;
    }

    /** What a job does when its patience has ended. */
    @FunctionalInterface
    private interface Resignation {
        void run(DependencyUnavailableException last);
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
        public void giveUp(DependencyUnavailableException last) {
            resignation.run(last);
        }
    }
}

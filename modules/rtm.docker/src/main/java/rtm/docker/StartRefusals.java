package rtm.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.ContainerDaemon.NotMadeException;
import rtm.domain.port.DependencyCheck;

/**
 * Checks that no step of a start just failed because of Docker, or waits for Docker now. A daemon
 * that answers pings may have lost its containerd, have no free address, or not answer one kind of
 * request; no question shows all that, and a real trial would change something. So a failure counts
 * until the same step succeeds for any game, or for a few seconds: a job that waits tries again in
 * that time. What was accepted and not done counts as long again as it took to notice. After that
 * it counts while a {@linkplain StartTrials trial} fails too. A failure that may be about one game
 * counts while a trial fails too, or once the same step failed for several, none between
 * succeeding. A step that waits for Docker counts once several do, or while a trial of it fails.
 */
final class StartRefusals implements DependencyCheck {

    private static final Duration MEMORY = Duration.ofSeconds(3);

    /** How long a step may wait for Docker before nothing can be expected of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long after a failed start a failed look at a container is no matter of its game. */
    private static final Duration DOUBT = Duration.ofMinutes(1);

    /** How many games in a row are no coincidence. */
    private static final int SEVERAL = 3;

    private static final int SERVER_ERROR = 500;

    private final Map<Step, Failure> failures = new EnumMap<>(Step.class);
    private final Set<Waiting> waiting = new HashSet<>();
    private final LongSupplier nanoTime;
    private final Predicate<Step> answers;

    /** The steps of a start that Docker may fail. */
    enum Step {
        LIST("list containers"),
        /** Of a container that was there before; an engine that hangs may hang its inspection. */
        INSPECT("inspect container"),
        IMAGE("inspect image"),
        CREATE("create container"),
        START("start container");

        private final String what;

        Step(String what) {
            this.what = what;
        }

        /** The request, as messages name it. */
        String what() {
            return what;
        }
    }

    /**
     * The last failure of a step.
     *
     * @param thrown what readiness says
     * @param subjects what it failed for since it last succeeded, up to {@link #SEVERAL}
     * @param general whether it is no matter of one game
     * @param seen when, by the monotonic clock
     * @param memory how long it counts without a trial, in nanoseconds
     * @param over whether a trial showed that Docker answers such requests again
     */
    private record Failure(
            DependencyUnavailableException thrown,
            Set<Object> subjects,
            boolean general,
            long seen,
            long memory,
            boolean over) {

        /** Whether it is about all games, as far as is known without a trial. */
        boolean matters() {
            return !over && (general || subjects.size() >= SEVERAL);
        }

        boolean isFresh(long now) {
            return now - seen < memory;
        }

        Failure ended() {
            return new Failure(thrown, subjects, general, seen, memory, true);
        }
    }

    /**
     * A reason why starts may not succeed.
     *
     * @param thrown what readiness says
     * @param certain whether no trial is needed
     * @param failure what it follows from, if that is over
     */
    private record Doubt(
            DependencyUnavailableException thrown, boolean certain, Optional<Failure> failure) {}

    /** A step that runs; two of them are never equal. */
    private static final class Waiting {
        private final Step step;
        private final Object subject;
        private final long since;

        private Waiting(Step step, Object subject, long since) {
            this.step = step;
            this.subject = subject;
            this.since = since;
        }
    }

    /**
     * Has seen nothing yet.
     *
     * @param nanoTime forgets by this monotonic clock
     * @param answers tries whether Docker answers a step's kind of request
     */
    StartRefusals(LongSupplier nanoTime, Predicate<Step> answers) {
        this.nanoTime = nanoTime;
        this.answers = answers;
    }

    /**
     * Runs a step, and notes its result.
     *
     * @param subject what a failure may be about: a game, or what stands for one
     */
    <T> T watch(Step step, Object subject, Supplier<T> work) {
        Waiting here = entered(step, subject);
        try {
            T result = work.get();
            succeeded(step);
            return result;
        } catch (DependencyUnavailableException failed) {
            failed(here, failed);
            throw failed;
        } catch (DaemonRefusedException refused) {
            refused(here, refused);
            throw refused;
        } finally {
            ended(here);
        }
    }

    private synchronized Waiting entered(Step step, Object subject) {
        Waiting here = new Waiting(step, subject, nanoTime.getAsLong());
        waiting.add(here);
        return here;
    }

    private synchronized void ended(Waiting here) {
        waiting.remove(here);
    }

    /** Whatever waits longer than this one does so for a reason of its own. */
    private synchronized void succeeded(Step step) {
        failures.remove(step);
        waiting.removeIf(each -> each.step == step);
    }

    private void failed(Waiting here, DependencyUnavailableException failed) {
        if (failed.getCause() instanceof InterruptedException
                || failed.getCause() instanceof CancellationException) {
            return;
        }
        boolean notMade = NotMadeException.isCauseOf(failed);
        boolean general = status(failed) != Change.CONFLICT;
        DependencyUnavailableException thrown = repeated(failed);
        note(here, _ -> thrown, general, notMade);
    }

    /** A server error is about Docker, or about what it was asked for. */
    private void refused(Waiting here, DaemonRefusedException refused) {
        if (status(refused) >= SERVER_ERROR) {
            note(here, games -> refusal(here.step, games, refused), false, false);
        }
    }

    private static DependencyUnavailableException refusal(
            Step step, int games, DaemonRefusedException refused) {
        return new DependencyUnavailableException(
                Dependency.DOCKER,
                "it refuses to start containers: %s (%s%s)"
                        .formatted(
                                refused.text(),
                                step.what,
                                games < SEVERAL ? "" : ", " + games + " in a row"),
                refused);
    }

    private synchronized void note(
            Waiting here,
            IntFunction<DependencyUnavailableException> thrown,
            boolean general,
            boolean notMade) {
        long now = nanoTime.getAsLong();
        Set<Object> subjects = new HashSet<>(subjects(here.step));
        if (subjects.size() < SEVERAL) {
            subjects.add(here.subject);
        }
        Failure failure =
                new Failure(
                        thrown.apply(subjects.size()),
                        Set.copyOf(subjects),
                        general && isGeneral(here.step, now),
                        now,
                        MEMORY.toNanos() + (notMade ? now - here.since : 0),
                        false);
        failures.merge(
                here.step,
                failure,
                (last, next) -> last.matters() && !next.matters() ? last : next);
    }

    private Set<Object> subjects(Step step) {
        return Optional.ofNullable(failures.get(step)).map(Failure::subjects).orElseGet(Set::of);
    }

    /** A look at one container is no matter of its game if just now a start failed as well. */
    private boolean isGeneral(Step step, long now) {
        return step != Step.INSPECT
                || Stream.of(Step.CREATE, Step.START, Step.INSPECT)
                        .flatMap(each -> Stream.ofNullable(failures.get(each)))
                        .anyMatch(failure ->
                                failure.general() && now - failure.seen() < DOUBT.toNanos());
    }

    private static int status(RuntimeException failed) {
        for (@Nullable Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof DockerException answer) {
                return answer.getHttpStatus();
            }
        }
        return Change.ACCEPTED;
    }

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    @Override
    public void check() {
        EnumSet.allOf(Step.class)
                .forEach(step -> doubt(step).ifPresent(doubt -> settle(step, doubt)));
    }

    private void settle(Step step, Doubt doubt) {
        if (doubt.certain() || !answers.test(step)) {
            throw doubt.thrown();
        }
        doubt.failure().ifPresent(failure -> end(step, failure));
    }

    private synchronized void end(Step step, Failure failure) {
        failures.replace(step, failure, failure.ended());
    }

    private synchronized Optional<Doubt> doubt(Step step) {
        long now = nanoTime.getAsLong();
        return Optional.ofNullable(failures.get(step))
                .filter(failure -> !failure.over())
                .map(failure ->
                        new Doubt(
                                failure.thrown(),
                                failure.isFresh(now) && failure.matters(),
                                Optional.of(failure)))
                .or(() -> delay(step, now));
    }

    private Optional<Doubt> delay(Step step, long now) {
        Set<Object> stuck = new HashSet<>();
        waiting.stream()
                .filter(each -> each.step == step && now - each.since >= PATIENCE.toNanos())
                .forEach(each -> stuck.add(each.subject));
        if (stuck.isEmpty()) {
            return Optional.empty();
        }
        stuck.addAll(subjects(step));
        boolean several = stuck.size() >= SEVERAL;
        return several || isGeneral(step, now)
                ? Optional.of(
                        new Doubt(
                                new DependencyUnavailableException(
                                        Dependency.DOCKER,
                                        "a start has been waiting for more than %d s (%s)"
                                                .formatted(PATIENCE.toSeconds(), step.what),
                                        null),
                                several,
                                Optional.empty()))
                : Optional.empty();
    }

    private static DependencyUnavailableException repeated(DependencyUnavailableException seen) {
        return new DependencyUnavailableException(
                Dependency.DOCKER,
                words(seen) + seen.text().substring(seen.dependency().words().length() + 2),
                seen,
                seen.reason());
    }

    private static String words(DependencyUnavailableException seen) {
        if (NotMadeException.isCauseOf(seen)) {
            return "it does not start containers: ";
        }
        return seen.getCause() instanceof DockerException
                ? "it refuses to start containers: "
                : "the work of a start fails: ";
    }
}

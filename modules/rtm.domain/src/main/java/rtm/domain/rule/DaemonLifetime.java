package rtm.domain.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.UnexpectedExit;

/**
 * When the Docker daemon is known to have lived, and so which engines ended with it. All times are
 * of Docker's clock; those of answers are cut down to the second.
 *
 * @param lastAnswer when it answered last; empty if it never has
 * @param away whether its event stream has broken off since
 * @param gaps the last times in which it was away
 */
public record DaemonLifetime(Optional<Instant> lastAnswer, boolean away, List<Gap> gaps) {

    /** Nothing is known yet. */
    public static final DaemonLifetime UNKNOWN =
            new DaemonLifetime(Optional.empty(), false, List.of());

    private static final int MOST_GAPS = 8;
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** Keeps its own copy of the gaps. */
    public DaemonLifetime {
        gaps = List.copyOf(gaps);
    }

    /**
     * A time in which one daemon ended and the next one started.
     *
     * @param since the last answer of the old one
     * @param until the first answer of the new one
     */
    public record Gap(Instant since, Instant until) {

        private boolean covers(Instant time) {
            return !time.isBefore(since) && time.isBefore(until.plus(RESOLUTION));
        }
    }

    /** What an engine ended with. */
    public sealed interface Cause {

        /**
         * With the daemon.
         *
         * @param gap in which
         */
        record Daemon(Gap gap) implements Cause {}

        /**
         * With the machine, or before.
         *
         * @param bootedAt when the machine was booted after it
         */
        record Machine(Instant bootedAt) implements Cause {}

        /** By itself, or nobody can say. */
        record Itself() implements Cause {}

        /** The daemon has not answered since; its next answer decides. */
        record Undecided() implements Cause {}
    }

    /** The daemon answered; after the stream had broken off, this is another life of it. */
    public DaemonLifetime answered(Instant at) {
        if (!away || lastAnswer.isEmpty()) {
            return new DaemonLifetime(Optional.of(at), false, gaps);
        }
        List<Gap> more = new ArrayList<>(gaps);
        more.add(new Gap(lastAnswer.orElseThrow(), at));
        return new DaemonLifetime(
                Optional.of(at),
                false,
                more.subList(Math.max(0, more.size() - MOST_GAPS), more.size()));
    }

    /** The event stream broke off, or could not be opened again. */
    public DaemonLifetime brokeOff() {
        return new DaemonLifetime(lastAnswer, true, gaps);
    }

    /**
     * Judges an end. An engine does not outlive its machine: one that was started before the boot
     * ended with it at the latest, whatever Docker, which was not there to see it, says.
     *
     * @param bootedAt when the daemon's machine was booted last, if that is known
     */
    public Cause causeOf(UnexpectedExit end, Optional<Instant> bootedAt) {
        Optional<Instant> earliest = end.startedAt().or(end::finishedAt);
        Optional<Instant> boot =
                bootedAt.filter(at -> earliest.filter(time -> time.isBefore(at)).isPresent());
        return boot.<Cause>map(Cause.Machine::new)
                .or(() -> end.finishedAt().map(this::causeAt))
                .orElseGet(Cause.Itself::new);
    }

    private Cause causeAt(Instant finishedAt) {
        Optional<Gap> gap =
                gaps.reversed().stream().filter(one -> one.covers(finishedAt)).findFirst();
        if (gap.isPresent()) {
            return new Cause.Daemon(gap.orElseThrow());
        }
        return lastAnswer.filter(answer -> !finishedAt.isBefore(answer)).isPresent()
                ? new Cause.Undecided()
                : new Cause.Itself();
    }
}

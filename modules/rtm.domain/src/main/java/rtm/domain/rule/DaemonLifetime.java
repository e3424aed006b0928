package rtm.domain.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.UnexpectedExit;

/**
 * When the Docker daemon is known to have run, and therefore which engines ended with it. All times
 * are by Docker's clock; times of answers are truncated to the second.
 *
 * @param lastAnswer its last answer; empty if it has not answered yet
 * @param away whether it went after that answer
 * @param gaps the latest periods in which it was away
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
     * A period in which one daemon ended and the next one started.
     *
     * @param since the last answer of the old daemon
     * @param until the first answer of the new daemon
     */
    public record Gap(Instant since, Instant until) {

        private boolean covers(Instant time) {
            return !time.isBefore(since) && time.isBefore(until.plus(RESOLUTION));
        }
    }

    /** Why an engine ended. */
    public sealed interface Cause {

        /**
         * With the daemon.
         *
         * @param gap the period in which it ended
         */
        record Daemon(Gap gap) implements Cause {}

        /**
         * With the machine, or earlier.
         *
         * @param bootedAt when the machine booted after that
         */
        record Machine(Instant bootedAt) implements Cause {}

        /** By itself, or unknown. */
        record Itself() implements Cause {}

        /** Not yet known: the daemon has not answered since; its next answer decides. */
        record Undecided() implements Cause {}
    }

    /** The daemon answered. If it had gone before, a new gap ends here. */
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

    /** The daemon went; it is not merely silent. */
    public DaemonLifetime brokeOff() {
        return new DaemonLifetime(lastAnswer, true, gaps);
    }

    /**
     * Finds the cause of an exit. An engine does not outlive its machine: if it was started before
     * the last boot, it ended with the machine or earlier, whatever Docker reports, since Docker
     * could not observe it.
     *
     * @param bootedAt the last boot of the daemon's machine, if known
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

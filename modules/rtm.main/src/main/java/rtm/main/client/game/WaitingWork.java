package rtm.main.client.game;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import rtm.domain.text.Causes;
import rtm.domain.text.Terms;
import rtm.main.client.call.Fields;

/**
 * What a status says of work that waits.
 *
 * @param causes what is wrong
 * @param open operations in progress
 * @param pending pulls and jobs that have no row in the operation log
 * @param unknown if it is not known which jobs wait: who knows them, or why nobody does, to be read
 *     behind "are"
 */
public record WaitingWork(
        Causes causes, List<Fields> open, List<Fields> pending, Optional<String> unknown) {

    /** The phases of processes that read no jobs. */
    private static final Set<String> WITHOUT_JOBS = Set.of("standing_by", "on_node");

    private static final String PULL = "pull";

    /** Of a status; one without fields says nothing. */
    public static WaitingWork of(Fields status) {
        return new WaitingWork(
                Problems.of(status),
                status.object("operations").list("items"),
                status.list("pending"),
                unknown(status));
    }

    /** An earlier version says nothing of it. */
    private static Optional<String> unknown(Fields status) {
        Optional<String> why = status.text("jobs_unknown");
        boolean silent =
                why.isEmpty()
                        && status.text("jobs_read_on").isEmpty()
                        && WITHOUT_JOBS.contains(status.shown("phase"));
        boolean alone = why.isPresent() && status.list("nodes").isEmpty();
        return silent || alone
                ? Optional.of(
                        "known to the leader, "
                                + status.object("leader").text("address").orElse("another process"))
                : why.map(Terms::unknown);
    }

    /** That it is not known which jobs wait, as a sentence. */
    public Optional<String> unknownJobs() {
        return unknown.map(Terms::jobsAre);
    }

    /** That nobody knows whether a game's start waits, as a sentence. */
    public Optional<String> unknownStart(String game) {
        return unknown.map(how -> Terms.startUnknown(game, how));
    }

    /** What an operation in progress waits for, to be read behind "the". */
    public Optional<String> reason(Fields operation) {
        return operation
                .text("waits_for")
                .or(() ->
                        open.stream()
                                .filter(each -> isSame(each, operation))
                                .flatMap(each -> each.text("waits_for").stream())
                                .findFirst())
                .or(() -> causes.holdUp(operation.shown("op_kind"), operation.shown("op_source")));
    }

    private static boolean isSame(Fields one, Fields other) {
        return Stream.of("game_id", "op_kind", "op_source", "started_at")
                .allMatch(name -> one.shown(name).equals(other.shown(name)));
    }

    /** The pulls that somebody asked for. */
    public List<Fields> pulls() {
        return pending.stream().filter(WaitingWork::isPull).toList();
    }

    /** The jobs that wait, the oldest first. */
    public List<Fields> jobs() {
        return pending.stream().filter(each -> !isPull(each)).toList();
    }

    /** Those of a game. */
    public List<Fields> jobs(String game) {
        return jobs().stream().filter(job -> game.equals(job.shown("game_id"))).toList();
    }

    /** What a game's jobs wait for, in words, one after the other; empty if it has none. */
    public Optional<String> words(String game, Instant now) {
        return jobs(game).stream().map(job -> words(job, now)).reduce(Terms::since);
    }

    /** That a game's start waits, as a sentence; empty if none does. */
    public Optional<String> start(String game) {
        return jobs(game).stream()
                .filter(job -> "start".equals(job.shown("op_kind")))
                .findFirst()
                .map(job -> Terms.startWaits(game, job.shown("started_at"), job.text("waits_for")));
    }

    /** For how long. */
    static Optional<Duration> age(Fields work, Instant now) {
        return work.time("started_at").map(then -> Duration.between(then, now));
    }

    static boolean isPull(Fields pending) {
        return PULL.equals(pending.shown("op_kind"));
    }

    /** The pulls and jobs in words, a line each. */
    public List<String> lines(Instant now) {
        return pending.stream().map(each -> line(each, now)).toList();
    }

    private static String line(Fields pending, Instant now) {
        String words = words(pending, now);
        return pending.text("game_id").map(game -> game + ": " + words).orElse(words);
    }

    static String words(Fields pending, Instant now) {
        return Terms.pending(
                pending.shown("op_kind"),
                pending.text("image_ref"),
                pending.shown("op_source"),
                age(pending, now),
                pending.text("waits_for"),
                pending.text("progress"));
    }

    /** As the last operation of a table of games. */
    public static String cell(Fields pending, Instant now) {
        return Terms.open(
                pending.shown("op_kind"),
                pending.shown("op_source"),
                age(pending, now),
                pending.text("waits_for").map(Terms::waits).or(() -> pending.text("progress")));
    }
}

package rtm.domain.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that operators read in place of the names of the contract: in the commands, in the page
 * and in messages. A name that is not known, as of another version, stays as it is.
 */
public final class Terms {

    private static final Map<String, String> SOURCES =
            Map.of(
                    "lobby_stream",
                    "lobby",
                    "gm_rest",
                    "game master",
                    "admin_rest",
                    "admin",
                    "auto_ttl",
                    "retention",
                    "auto_reconcile",
                    "reconcile");

    private static final Map<String, String> PARTS =
            Map.of(
                    "store",
                    "counts of games and operations",
                    "nodes",
                    "nodes",
                    "docker",
                    "Docker's version",
                    "docker_root",
                    "free space of Docker's disk",
                    "state_root",
                    "free space of the state root's disk");

    private static final Map<String, String> KINDS =
            Map.of(
                    "cleanup_container",
                    "removal",
                    "reconcile_adopt",
                    "adopt",
                    "reconcile_dispose",
                    "loss noted",
                    "reconcile_observed_exited",
                    "end noted");

    private static final Pattern ENDS = Pattern.compile("((?:, \\d+ ends within 1h)?)$");
    private static final Set<String> ENDED = Set.of("exited", "oom", "container_disappeared");

    private Terms() {}

    /** The name of a source, and the word for it. */
    public static Map<String, String> sources() {
        return SOURCES;
    }

    /** Who requested an operation, such as {@code admin}. */
    public static String source(String name) {
        return SOURCES.getOrDefault(name, name);
    }

    /** The name of a kind of operation, and the words for it, where these differ. */
    public static Map<String, String> kinds() {
        return KINDS;
    }

    /** What an operation does, such as {@code end noted}: the record says now that it ended. */
    public static String kind(String name) {
        return KINDS.getOrDefault(name, plain(name));
    }

    /**
     * How an operation ended, such as {@code ok}; of a failure, its code.
     *
     * @param code the error code; on success, that there was nothing to do
     */
    public static String outcome(String name, Optional<String> code) {
        return switch (name) {
            case "success" -> code.isPresent() ? "no change" : "ok";
            case "failure" -> code.orElse("failed");
            default -> plain(name);
        };
    }

    /** A part of the status. */
    public static String part(String name) {
        return PARTS.getOrDefault(name, plain(name));
    }

    /**
     * What a process does, and what others do beside it.
     *
     * @param phase its phase
     * @param leader the address of the leader, if it has one
     * @param standbys the addresses of those that stand by; empty ones are not known
     * @param nodes the names of the nodes that other processes work on
     */
    public static String role(
            String phase,
            Optional<String> leader,
            List<Optional<String>> standbys,
            List<String> nodes) {
        return switch (phase) {
            case "leading" -> "leader" + beside(standbys) + on(nodes);
            case "standing_by" -> "standby, leader: " + leader.orElse("another process here");
            case "on_node" ->
                    "works on its node, leader: " + leader.orElse("another process, if any");
            default -> plain(phase);
        };
    }

    /**
     * A node at a glance, such as {@code node vm-1: open, reads jobs, 3 of 40 games run, with 1.5G
     * of 29G}.
     *
     * @param intake whether its process reads the jobs of all nodes
     * @param most how many games may run there
     * @param memory what those that run may use, in bytes
     * @param offered what all games may use there
     */
    public static String node(
            String name,
            String state,
            boolean intake,
            long running,
            Optional<Long> most,
            long memory,
            Optional<Long> offered) {
        return "node %s: %s%s, %s run, with %s%s"
                .formatted(
                        name,
                        plain(state),
                        intake ? ", reads jobs" : "",
                        most.map(limit -> "%d of %s".formatted(running, Plural.of(limit, "game")))
                                .orElseGet(() -> Plural.of(running, "game")),
                        Bytes.of((double) memory),
                        offered.map(limit -> " of " + Bytes.of((double) limit)).orElse(""));
    }

    private static String on(List<String> nodes) {
        return nodes.isEmpty() ? "" : ", at work on other nodes: " + String.join(", ", nodes);
    }

    private static String beside(List<Optional<String>> standbys) {
        if (standbys.isEmpty()) {
            return "";
        }
        String where =
                standbys.stream()
                        .flatMap(Optional::stream)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return " with "
                + Plural.of(standbys.size(), "standby")
                + (where.isEmpty() ? "" : " at " + where);
    }

    /** How many unasked ends there were, to be read behind how the game is. */
    public static String ends(long count) {
        return ", %d ends within 1h".formatted(count);
    }

    /**
     * How a game is, such as {@code exited 7, 5m ago, 3 ends within 1h}: an unwell one with since
     * when, before the number of ends, and a dash for one that is stopped.
     *
     * @param doubtful whether nobody can see now whether it is still so
     */
    public static String health(
            String status,
            String words,
            boolean unwell,
            boolean doubtful,
            Optional<Instant> since,
            Instant now) {
        if ("stopped".equals(status)) {
            return "-";
        }
        String seen = doubtful ? words + "?" : words;
        return since.filter(_ -> unwell)
                .map(then -> ", %s ago".formatted(Ages.since(then, now)))
                .map(age -> ENDS.matcher(seen).replaceFirst(age + "$1"))
                .orElse(seen);
    }

    /**
     * An unwell game and how it is, such as {@code game-1: exited 7, 5m ago, 3 ends within 1h}.
     *
     * @param status the status of its record
     * @param health how it was last seen
     * @param hidden whether nobody can see now how engines are
     */
    public static String unwell(
            String game,
            String status,
            String health,
            String words,
            boolean hidden,
            Optional<Instant> since,
            Instant now) {
        boolean doubtful = hidden && "running".equals(status);
        return game + ": " + health(health, words, true, doubtful, since, now);
    }

    /**
     * Since when a game is as it was last seen. An engine that ended may have ended long before
     * anybody could see it.
     *
     * @param status the health
     * @param observed when it was seen
     * @param started when the game's latest engine was started
     * @param ended when the latest engine that ended did so, if that is known
     */
    public static Optional<Instant> seenSince(
            String status,
            Optional<Instant> observed,
            Optional<Instant> started,
            Optional<Instant> ended) {
        return ended.filter(_ -> ENDED.contains(status))
                .filter(end -> started.filter(end::isBefore).isEmpty())
                .or(() -> observed);
    }

    /**
     * An operation in progress, such as {@code start, lobby, for 42s, pulls galaxy/game:1.4.0}.
     *
     * @param more what it does or waits for at present
     */
    public static String open(
            String kind, String source, Optional<Duration> age, Optional<String> more) {
        return "%s, %s, %s%s"
                .formatted(
                        kind(kind),
                        source(source),
                        lasting(age).orElse("in progress"),
                        more.map(", "::concat).orElse(""));
    }

    /**
     * The same as a sentence, such as {@code start of galaxy/game:1.4.0 by lobby for 42s}, and why.
     */
    public static String inProgress(
            String kind,
            Optional<String> image,
            String source,
            Optional<Duration> age,
            Optional<String> waitsFor) {
        return "%s%s by %s%s%s"
                .formatted(
                        kind(kind),
                        image.map(" of "::concat).orElse(""),
                        source(source),
                        lasting(age).map(" "::concat).orElse(""),
                        waitsFor.map(Terms::waits).map(", "::concat).orElse(""));
    }

    /**
     * Work without a row in the operation log, such as {@code pull of galaxy/game:1.4.0 by admin
     * for 42s, no progress yet}.
     *
     * @param progress how far a pull is
     */
    public static String pending(
            String kind,
            Optional<String> image,
            String source,
            Optional<Duration> age,
            Optional<String> waitsFor,
            Optional<String> progress) {
        return inProgress(kind, image, source, age, waitsFor)
                + progress.map(", "::concat).orElse("");
    }

    /**
     * What an operation in progress does while it waits for this.
     *
     * @param image its image
     */
    public static String doing(String reason, Optional<String> image) {
        return reason.startsWith("pull of ") ? "pulls " + image.orElse("its image") : waits(reason);
    }

    /** That work waits for this. */
    public static String waits(String reason) {
        return "waits for the " + reason;
    }

    /**
     * That a game will start, although nothing else is known of it.
     *
     * @param since when its start was asked for
     * @param waitsFor what that waits for
     */
    public static String startWaits(String game, String since, Optional<String> waitsFor) {
        return "a start job of game %s waits since %s%s; the game will start after that"
                .formatted(game, since, waitsFor.map(what -> ", for the " + what).orElse(""));
    }

    /**
     * That nobody can say now whether a game will start.
     *
     * @param how the jobs that wait are, such as {@code not known: node vm-3 does not answer}
     */
    public static String startUnknown(String game, String how) {
        return "whether a start job of game %s waits is %s".formatted(game, how);
    }

    /** That something is not known, and why, to be read behind "is". */
    public static String unknown(String why) {
        return "not known: " + why;
    }

    /** The jobs that wait, of which this is to be said, such as {@code not known}. */
    public static String jobsAre(String how) {
        return "jobs that wait are " + how;
    }

    /** How a game without a record is: its first start failed. */
    public static final String UNSTARTED = "start failed";

    /**
     * Why a game has no record.
     *
     * @param start what failed, such as {@code start of galaxy/game:1.4.0 by lobby}
     * @param ago how long ago
     */
    public static String neverStarted(String start, String ago, String message, String code) {
        return "has never started; %s failed %s ago: %s (%s)".formatted(start, ago, message, code);
    }

    /** Empty in the first second. */
    private static Optional<String> lasting(Optional<Duration> age) {
        return age.filter(time -> time.toSeconds() > 0).map(Ages::of).map("for "::concat);
    }

    /** An operation that has ended, such as {@code restart, admin, ok}. */
    public static String ended(String kind, String source, String outcome, Optional<String> code) {
        return "%s, %s, %s".formatted(kind(kind), source(source), outcome(outcome, code));
    }

    /** The last change of a game, and an attempt since then that changed nothing. */
    public static String since(String change, String attempt) {
        return change + "; then " + attempt;
    }

    private static String plain(String name) {
        return name.replace('_', ' ');
    }
}

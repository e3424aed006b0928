package rtm.domain.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The service at a glance, as {@code rtmanager status} and the page in plain text print it. What is
 * not known is a question mark.
 *
 * @param version of the program
 * @param role what the process does
 * @param up since when it runs; empty if that is not known
 * @param needs whether each dependency can be used, by its name
 * @param dockerVersion the version of Docker
 * @param leastFree how many percent of the fullest disk are free
 * @param diskUnknown whether a disk could not be read
 * @param games how many games have each status; empty if that is not known
 * @param unwell how many games are unwell
 * @param unwellGames some of them, a line each
 * @param jobs how many jobs wait
 * @param outbox how many messages wait
 * @param open how many operations are in progress
 * @param draining since when no new games are started, if that is so
 * @param operations the operations in progress, a line each
 * @param unstarted the games without a record whose start failed, a line each
 * @param nodes the nodes, a line each; none where there is one only
 * @param causes what is wrong
 */
public record Glance(
        String version,
        String role,
        Optional<String> up,
        Map<String, Boolean> needs,
        Optional<String> dockerVersion,
        OptionalDouble leastFree,
        boolean diskUnknown,
        Optional<Map<String, Long>> games,
        long unwell,
        List<String> unwellGames,
        OptionalLong jobs,
        OptionalLong outbox,
        OptionalLong open,
        Optional<String> draining,
        List<String> operations,
        List<String> unstarted,
        List<String> nodes,
        Causes causes) {

    private static final String GAP = "   ";
    private static final String INDENT = "  ";
    private static final int MOST_GAMES = 5;
    private static final int MOST_NODES = 10;

    /**
     * All lines.
     *
     * @param alarming marks what should be seen first
     */
    public List<String> lines(UnaryOperator<String> alarming) {
        List<String> lines = new ArrayList<>();
        lines.add(head(alarming));
        lines.add(work(alarming));
        causes.lines().forEach(words -> lines.add(alarming.apply(INDENT + words)));
        draining.ifPresent(age ->
                lines.add(
                        alarming.apply(INDENT + "DRAINING: no new games are started, for " + age)));
        some(unwellGames, unwell, "is unwell", "are unwell", alarming, lines);
        nodes.stream().limit(MOST_NODES).forEach(words -> lines.add(INDENT + words));
        if (nodes.size() > MOST_NODES) {
            lines.add(
                    "%s%s; see: rtmanager nodes"
                            .formatted(INDENT, Plural.of(nodes.size() - MOST_NODES, "more node")));
        }
        operations.forEach(words -> lines.add(INDENT + words));
        some(
                unstarted,
                unstarted.size(),
                "has never started",
                "have never started",
                alarming,
                lines);
        return lines;
    }

    /** The first games, and how many more there are. */
    private static void some(
            List<String> games,
            long all,
            String one,
            String several,
            UnaryOperator<String> alarming,
            List<String> lines) {
        List<String> named = games.stream().limit(MOST_GAMES).toList();
        named.forEach(words -> lines.add(alarming.apply(INDENT + words)));
        long more = all - named.size();
        if (!named.isEmpty() && more > 0) {
            lines.add(
                    alarming.apply(
                            "%s%d more %s; see: rtmanager ps --unwell"
                                    .formatted(
                                            INDENT,
                                            more,
                                            more == 1 ? "game " + one : "games " + several)));
        }
    }

    private String head(UnaryOperator<String> alarming) {
        StringBuilder line = new StringBuilder().append(version).append(' ').append(role);
        up.ifPresent(age -> line.append(", up ").append(age));
        needs.forEach((name, ok) -> {
            if (isShown(name, ok)) {
                line.append(GAP).append(name).append(' ');
                line.append(ok ? "ok" : alarming.apply(state(name)));
            }
            if (name.equals("docker")) {
                dockerVersion.ifPresent(number -> line.append(' ').append(number));
            }
        });
        disk().ifPresent(words -> line.append(GAP).append(words));
        return line.toString();
    }

    /** Of those that can be read, the fullest; one that cannot may be fuller. */
    private Optional<String> disk() {
        if (leastFree.isEmpty()) {
            return diskUnknown ? Optional.of("disk ?") : Optional.empty();
        }
        return Optional.of(
                String.format(Locale.ROOT, "disk %.0f %% free", leastFree.getAsDouble())
                        + (diskUnknown ? ", another ?" : ""));
    }

    private String state(String name) {
        if (causes.isFull(name)) {
            return "FULL";
        }
        if (causes.isReadOnly(name)) {
            return "READ-ONLY";
        }
        return causes.isRefused(name) ? "REFUSED" : "AWAY";
    }

    /** What belongs to another dependency, or to the disk, is shown only if it fails by itself. */
    private boolean isShown(String name, boolean ok) {
        return ok ? !name.contains(" ") : !causes.isEffect(name);
    }

    private String work(UnaryOperator<String> alarming) {
        return "%s%s%sjobs %s waiting%soutbox %s%s%s in progress"
                .formatted(
                        games.map(this::counts).orElse("games ?"),
                        counted(unwell, " UNWELL", alarming)
                                + counted(unstarted.size(), " never started", alarming),
                        GAP,
                        shown(jobs),
                        GAP,
                        shown(outbox),
                        GAP,
                        open.isPresent()
                                ? Plural.of(open.getAsLong(), "operation")
                                : "operations ?");
    }

    private static String counted(long count, String what, UnaryOperator<String> alarming) {
        return count == 0 ? "" : ", " + alarming.apply(count + what);
    }

    /** While nobody can see how engines are, those that are recorded as running may have ended. */
    private String counts(Map<String, Long> games) {
        return games.isEmpty()
                ? "no games"
                : games.entrySet().stream()
                        .map(count ->
                                count.getValue()
                                        + " "
                                        + count.getKey()
                                        + (isDoubtful(count.getKey()) ? "?" : ""))
                        .collect(Collectors.joining(", "));
    }

    private boolean isDoubtful(String status) {
        return causes.hideSomeHealth() && status.equals("running");
    }

    private static String shown(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
    }
}

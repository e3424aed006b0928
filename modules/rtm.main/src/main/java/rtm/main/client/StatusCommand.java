package rtm.main.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.domain.text.Plural;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.game.OperationWords;
import rtm.main.client.game.Problems;

/** The service at a glance. */
@Command(
        name = "status",
        description = "Show the service, what it needs, and what waits.",
        footer = {"", "Example: rtmanager status"})
final class StatusCommand extends ServiceCommand {

    private static final int JOB_STREAMS = 2;

    @Override
    void run() {
        shownOrRead(calls().read(Paths.of("/status"))).ifPresent(this::print);
    }

    private void print(Fields status) {
        Instant now = session().clock().instant();
        screen().line(head(status, now));
        screen().line(work(status));
        drain(status, now);
        for (Fields operation : status.object("operations").list("items")) {
            screen().line(
                            "  %s: %s"
                                    .formatted(
                                            operation.shown("game_id"),
                                            OperationWords.inProgress(operation, now)));
        }
        Problems.of(status).forEach(this::alarm);
    }

    private String head(Fields status, Instant now) {
        StringBuilder line = new StringBuilder();
        line.append(status.shown("version")).append(' ').append(phase(status));
        status.time("started_at")
                .ifPresent(then -> line.append(", up ").append(Ages.since(then, now)));
        for (Fields dependency : status.list("dependencies")) {
            String name = dependency.shown("name");
            boolean ok = dependency.is("ok");
            if (!ok || !name.contains(" ")) {
                line.append("   ").append(name).append(' ');
                line.append(ok ? "ok" : screen().alarming("AWAY"));
            }
            if (name.equals("docker")) {
                status.object("docker")
                        .text("version")
                        .ifPresent(version -> line.append(' ').append(version));
            }
        }
        status.list("disks").stream()
                .mapToDouble(StatusCommand::free)
                .min()
                .ifPresent(least -> line.append("   disk %.0f %% free".formatted(least)));
        return line.toString();
    }

    private static String phase(Fields status) {
        return switch (status.shown("phase")) {
            case "leading" -> "leader" + standbys(status.list("standbys"));
            case "standing_by" ->
                    "standby, leader: "
                            + status.object("leader")
                                    .text("address")
                                    .orElse("another process here");
            case String phase -> phase.replace('_', ' ');
        };
    }

    private static String standbys(List<Fields> standbys) {
        if (standbys.isEmpty()) {
            return "";
        }
        String where =
                standbys.stream()
                        .flatMap(standby -> standby.text("address").stream())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return " with "
                + Plural.of(standbys.size(), "standby")
                + (where.isEmpty() ? "" : " at " + where);
    }

    private static double free(Fields disk) {
        double total = disk.decimal("total_bytes").orElse(0);
        return total > 0 ? 100 * disk.decimal("free_bytes").orElse(0) / total : 100;
    }

    private void alarm(String words) {
        screen().line(screen().alarming("  " + words));
    }

    private void drain(Fields status, Instant now) {
        Fields drain = status.object("drain");
        if (drain.is("draining")) {
            alarm(
                    "DRAINING: no new games are started, for "
                            + drain.time("since")
                                    .map(then -> Ages.since(then, now))
                                    .orElse("an unknown time"));
        }
    }

    private String work(Fields status) {
        Fields counts = status.object("games");
        Map<String, Long> byStatus = counts(counts.object("by_status"));
        String games =
                byStatus.isEmpty()
                        ? "no games"
                        : byStatus.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
        long unwell = counts.number("unwell").orElse(0);
        String bad = unwell == 0 ? "" : ", " + screen().alarming(unwell + " UNWELL");
        long open = status.object("operations").number("open").orElse(0);
        return "%s%s   jobs %s waiting   outbox %s   %d %s in progress"
                .formatted(
                        games,
                        bad,
                        waiting(status.list("jobs")),
                        count(status.object("outbox")),
                        open,
                        open == 1 ? "operation" : "operations");
    }

    private static Map<String, Long> counts(Fields all) {
        Map<String, Long> counts = new TreeMap<>();
        all.values()
                .keySet()
                .forEach(key -> counts.put(PlainText.line(key), all.number(key).orElse(0)));
        return counts;
    }

    /** Not known if a stream could not be read. */
    private static String waiting(List<Fields> jobs) {
        return jobs.size() < JOB_STREAMS
                ? "?"
                : Long.toString(
                        jobs.stream()
                                .mapToLong(stream -> stream.number("waiting").orElse(0))
                                .sum());
    }

    private static String count(Fields messages) {
        var waiting = messages.number("waiting");
        return waiting.isPresent() ? Long.toString(waiting.getAsLong()) : "?";
    }
}

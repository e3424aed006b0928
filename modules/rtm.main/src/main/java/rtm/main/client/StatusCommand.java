package rtm.main.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.text.Ages;
import rtm.main.client.text.PlainText;

/** The service at a glance. */
@Command(
        name = "status",
        description = "Show the service, what it needs, and what waits.",
        footer = {"", "Example: rtmanager status"})
final class StatusCommand extends ServiceCommand {

    @Override
    void run() {
        shownOrRead(calls().read(Paths.of("/status"))).ifPresent(this::print);
    }

    private void print(Fields status) {
        Instant now = session().clock().instant();
        screen().line(head(status, now));
        screen().line(work(status));
        for (Fields operation : status.object("operations").list("items")) {
            screen().line("  " + operation(operation, now));
        }
        for (Fields dependency : status.list("dependencies")) {
            dependency
                    .text("error")
                    .map(error -> "  " + dependency.shown("name") + ": " + error)
                    .map(screen()::alarming)
                    .ifPresent(screen()::line);
        }
        for (Fields problem : status.list("problems")) {
            screen().line(
                            screen().alarming(
                                            "  %s: %s"
                                                    .formatted(
                                                            problem.shown("part"),
                                                            problem.shown("error"))));
        }
    }

    private String head(Fields status, Instant now) {
        StringBuilder line = new StringBuilder();
        line.append(status.shown("version")).append(' ').append(phase(status));
        status.time("started_at")
                .ifPresent(then -> line.append(", up ").append(Ages.since(then, now)));
        for (Fields dependency : status.list("dependencies")) {
            line.append("   ").append(dependency.shown("name")).append(' ');
            line.append(dependency.is("ok") ? "ok" : screen().alarming("AWAY"));
            if ("docker".equals(dependency.shown("name"))) {
                status.object("docker")
                        .text("version")
                        .ifPresent(version -> line.append(' ').append(version));
            }
        }
        for (Fields disk : status.list("disks")) {
            line.append("   ")
                    .append(disk.shown("name").replace('_', ' '))
                    .append(' ')
                    .append(free(disk));
        }
        return line.toString();
    }

    private static String phase(Fields status) {
        return switch (status.shown("phase")) {
            case "leading" -> "leader";
            case "standing_by" ->
                    "standby, leader: "
                            + status.object("leader")
                                    .text("address")
                                    .orElse("another process here");
            case String phase -> phase.replace('_', ' ');
        };
    }

    private static String free(Fields disk) {
        double free = disk.decimal("free_bytes").orElse(0);
        double total = disk.decimal("total_bytes").orElse(0);
        return total > 0 ? Math.round(100 * free / total) + " % free" : "-";
    }

    private String work(Fields status) {
        Map<String, Long> byStatus = counts(status, "by_status", _ -> true);
        Map<String, Long> unwell =
                counts(
                        status,
                        "by_health",
                        health -> HealthWords.isUnwell(new Fields(Map.of("status", health))));
        String games =
                byStatus.isEmpty()
                        ? "no games"
                        : byStatus.entrySet().stream()
                                .map(count -> count.getValue() + " " + count.getKey())
                                .collect(Collectors.joining(", "));
        String bad =
                unwell.isEmpty()
                        ? ""
                        : ", "
                                + screen().alarming(
                                                unwell.values().stream()
                                                                .mapToLong(Long::longValue)
                                                                .sum()
                                                        + " UNWELL");
        long open = status.object("operations").number("open").orElse(0);
        return "%s%s   jobs %d waiting   outbox %d   %d %s in progress%s"
                .formatted(
                        games,
                        bad,
                        waiting(status.list("jobs")),
                        status.object("outbox").number("waiting").orElse(0),
                        open,
                        open == 1 ? "operation" : "operations",
                        status.is("draining") ? "   " + screen().alarming("DRAINING") : "");
    }

    private static Map<String, Long> counts(Fields status, String name, Predicate<String> wanted) {
        Map<String, Long> counts = new TreeMap<>();
        Fields all = status.object("games").object(name);
        all.values().keySet().stream()
                .filter(wanted)
                .forEach(key -> counts.put(PlainText.line(key), all.number(key).orElse(0)));
        return counts;
    }

    private static long waiting(List<Fields> jobs) {
        return jobs.stream().mapToLong(stream -> stream.number("waiting").orElse(0)).sum();
    }

    private static String operation(Fields operation, Instant now) {
        return "%s: %s by %s for %s%s"
                .formatted(
                        operation.shown("game_id"),
                        OperationWords.kind(operation.shown("op_kind")),
                        OperationWords.source(operation),
                        operation.time("started_at").map(then -> Ages.since(then, now)).orElse("-"),
                        operation
                                .text("waits_for")
                                .map(what -> ", waits for the " + what)
                                .orElse(""));
    }
}

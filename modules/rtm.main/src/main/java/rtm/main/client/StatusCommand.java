package rtm.main.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import rtm.domain.text.Ages;
import rtm.domain.text.Causes;
import rtm.domain.text.Glance;
import rtm.domain.text.PlainText;
import rtm.domain.text.Terms;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.game.FirstStart;
import rtm.main.client.game.Nodes;
import rtm.main.client.game.OperationWords;
import rtm.main.client.game.Problems;
import rtm.main.client.game.WaitingWork;

/** The service at a glance. */
@Command(
        name = "status",
        description = "Show the service, what it needs, and what waits.",
        footer = {"", "Example: rtmanager status"})
final class StatusCommand extends ServiceCommand {

    private static final int JOB_STREAMS = 2;
    private static final Set<String> DISKS = Set.of("state_root", "docker_root");

    @Override
    void run() {
        shownOrRead(calls().read(Paths.of("/status")))
                .map(status -> glance(status, session().clock().instant()))
                .ifPresent(glance -> glance.lines(screen()::alarming).forEach(screen()::line));
    }

    private static Glance glance(Fields status, Instant now) {
        Map<String, Boolean> needs = new LinkedHashMap<>();
        status.list("dependencies")
                .forEach(dependency -> needs.put(dependency.shown("name"), dependency.is("ok")));
        Fields counts = status.object("games");
        WaitingWork waiting = WaitingWork.of(status);
        return new Glance(
                status.shown("version"),
                role(status),
                status.time("started_at").map(then -> Ages.since(then, now)),
                needs,
                status.object("docker").text("version"),
                leastFree(status.list("disks")),
                status.list("problems").stream()
                        .anyMatch(problem -> DISKS.contains(problem.shown("part"))),
                Optional.of(counts)
                        .filter(known -> !known.values().isEmpty())
                        .map(StatusCommand::byStatus),
                counts.number("unwell").orElse(0),
                status.list("unwell_games").stream()
                        .map(game -> unwell(game, waiting.causes(), now))
                        .toList(),
                waiting(status, waiting),
                status.object("outbox").number("waiting"),
                status.object("operations").number("open"),
                draining(status.object("drain"), now),
                Stream.of(
                                waiting.open().stream()
                                        .map(open ->
                                                "%s: %s"
                                                        .formatted(
                                                                open.shown("game_id"),
                                                                OperationWords.inProgress(
                                                                        open, now, waiting))),
                                waiting.lines(now).stream(),
                                status.text("jobs_unknown").stream()
                                        .map(Terms::unknown)
                                        .map(Terms::jobsAre))
                        .flatMap(lines -> lines)
                        .toList(),
                status.list("unstarted").stream()
                        .map(start -> start.shown("game_id") + ": " + FirstStart.failed(start, now))
                        .toList(),
                status.list("nodes").stream().map(Nodes::words).toList(),
                Problems.all(status));
    }

    private static String unwell(Fields game, Causes causes, Instant now) {
        return Terms.unwell(
                game.shown("game_id"),
                game.shown("status"),
                game.shown("health"),
                game.shown("words"),
                causes.hideHealth(),
                game.time("since"),
                now);
    }

    private static String role(Fields status) {
        return Terms.role(
                status.shown("phase"),
                status.object("leader").text("address"),
                status.list("standbys").stream().map(standby -> standby.text("address")).toList(),
                status.list("on_nodes").stream().map(process -> process.shown("node")).toList());
    }

    private static OptionalDouble leastFree(List<Fields> disks) {
        return disks.stream().mapToDouble(StatusCommand::free).min();
    }

    private static double free(Fields disk) {
        double total = disk.decimal("total_bytes").orElse(0);
        return total > 0 ? 100 * disk.decimal("free_bytes").orElse(0) / total : 100;
    }

    private static Optional<String> draining(Fields drain, Instant now) {
        return drain.is("draining")
                ? Optional.of(
                        drain.time("since")
                                .map(then -> Ages.since(then, now))
                                .orElse("an unknown time"))
                : Optional.empty();
    }

    private static Map<String, Long> byStatus(Fields games) {
        Fields all = games.object("by_status");
        Map<String, Long> counts = new TreeMap<>();
        all.values()
                .keySet()
                .forEach(key -> counts.put(PlainText.line(key), all.number(key).orElse(0)));
        return counts;
    }

    /** Not known if a stream could not be read, or the process that reads them cannot be asked. */
    private static OptionalLong waiting(Fields status, WaitingWork waiting) {
        List<Fields> jobs = status.list("jobs");
        return jobs.size() < JOB_STREAMS || waiting.unknown().isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        jobs.stream()
                                .mapToLong(stream -> stream.number("waiting").orElse(0))
                                .sum());
    }
}

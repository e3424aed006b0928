package rtm.http.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.WireName;
import rtm.domain.overview.Part;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.ServiceStatus.DependencyState;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.domain.text.Plural;

/** The service in two lines, and a line for each thing that is wrong. */
final class HeadLines {

    private static final String GAP = "   ";
    private static final double PERCENT = 100.0;

    private HeadLines() {}

    static String of(ServiceStatus status) {
        StringBuilder text = new StringBuilder();
        text.append(service(status)).append('\n').append(work(status)).append('\n');
        for (DependencyState dependency : status.dependencies()) {
            dependency.error().ifPresent(error -> problem(text, dependency.name(), error));
        }
        status.store().missing().ifPresent(error -> problem(text, "store", error));
        return text.toString();
    }

    private static void problem(StringBuilder text, String name, String error) {
        text.append("  ").append(name).append(": ").append(PlainText.line(error)).append('\n');
    }

    private static String service(ServiceStatus status) {
        String dependencies =
                status.dependencies().stream()
                        .map(each -> GAP + each.name() + (each.error().isEmpty() ? " ok" : " AWAY"))
                        .collect(Collectors.joining());
        return "%s %s, up %s%s%s"
                .formatted(
                        status.identity().version(),
                        status.phase().wire().replace('_', ' '),
                        Ages.since(status.identity().startedAt(), status.at()),
                        dependencies,
                        disk(status.disks().values().stream().flatMap(HeadLines::seen).toList()));
    }

    private static <T> Stream<T> seen(Part<T> part) {
        return part.seen().stream();
    }

    private static String disk(List<DiskState> disks) {
        return disks.stream()
                .map(DiskState::space)
                .filter(space -> space.total() > 0)
                .mapToDouble(space -> PERCENT * space.free() / space.total())
                .boxed()
                .min(Double::compare)
                .map(least -> GAP + String.format(Locale.ROOT, "disk %.0f %% free", least))
                .orElse("");
    }

    private static String work(ServiceStatus status) {
        Optional<StoreOverview.Summary> store = status.store().seen();
        String games =
                store.map(summary -> counts(summary.tally().records())).orElse("games unknown");
        long jobs = 0;
        for (Part<ServiceStatus.Waiting> part : status.jobs().values()) {
            jobs += part.seen().map(ServiceStatus.Waiting::count).orElse(0);
        }
        boolean known = status.jobs().values().stream().allMatch(part -> part.seen().isPresent());
        return "%s%sjobs waiting %s%soutbox %s%s%s"
                .formatted(
                        games,
                        GAP,
                        known ? Long.toString(jobs) : "?",
                        GAP,
                        store.map(summary -> Long.toString(summary.tally().outboxPending()))
                                .orElse("?"),
                        GAP,
                        store.map(summary ->
                                        Plural.of(summary.open(), "operation") + " in progress")
                                .orElse("operations unknown"));
    }

    private static <K extends Enum<K> & WireName> String counts(Map<K, Long> counts) {
        return counts.isEmpty()
                ? "no games"
                : counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(count -> count.getValue() + " " + count.getKey().wire())
                        .collect(Collectors.joining(", "));
    }
}

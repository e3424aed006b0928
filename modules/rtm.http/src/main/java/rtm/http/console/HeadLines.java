package rtm.http.console;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import rtm.domain.model.Leader;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.Standby;
import rtm.domain.model.WireName;
import rtm.domain.overview.Condition;
import rtm.domain.overview.NodeCondition;
import rtm.domain.overview.Part;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.StoreOverview;
import rtm.domain.text.Ages;
import rtm.domain.text.Causes;
import rtm.domain.text.Glance;
import rtm.domain.text.PlainText;
import rtm.domain.text.Terms;

/** The lines of {@code rtmanager status}. */
final class HeadLines {

    private static final double PERCENT = 100.0;

    private HeadLines() {}

    static String of(ServiceStatus status, Causes causes) {
        return String.join("\n", glance(status, causes).lines(UnaryOperator.identity())) + "\n";
    }

    private static Glance glance(ServiceStatus status, Causes causes) {
        Map<String, Boolean> needs = new LinkedHashMap<>();
        status.dependencies().forEach(each -> needs.put(each.name(), each.error().isEmpty()));
        Optional<StoreOverview.Summary> store = status.store().seen();
        return new Glance(
                status.identity().version(),
                role(status, store),
                Optional.of(Ages.since(status.identity().startedAt(), status.at())),
                needs,
                status.daemon().seen().map(DaemonDescription.Facts::version),
                leastFree(status),
                status.disks().values().stream().anyMatch(disk -> disk.seen().isEmpty()),
                store.map(summary -> byStatus(summary.tally().records())),
                store.map(Condition::unwell).orElse(0L),
                store.map(StoreOverview.Summary::unwell).orElse(List.of()).stream()
                        .map(game -> unwell(game, causes, status.at()))
                        .toList(),
                waiting(status),
                number(store, summary -> summary.tally().outboxPending()),
                number(store, StoreOverview.Summary::open),
                store.flatMap(StoreOverview.Summary::drain)
                        .map(drain -> Ages.since(drain.since(), status.at())),
                work(status, store, causes),
                status.unstarted().stream().map(start -> unstarted(start, status)).toList(),
                status.nodes().seen().orElse(List.of()).stream().map(NodeCondition::words).toList(),
                causes);
    }

    private static String unwell(StoreOverview.UnwellGame game, Causes causes, Instant now) {
        return PlainText.line(
                Terms.unwell(
                        game.seen().gameId().value(),
                        game.status().wire(),
                        game.seen().status().wire(),
                        Condition.words(game),
                        causes.hideHealth(),
                        Optional.of(Condition.since(game)),
                        now));
    }

    private static String role(ServiceStatus status, Optional<StoreOverview.Summary> store) {
        return Terms.role(
                status.phase().wire(),
                store.flatMap(StoreOverview.Summary::leader).flatMap(Leader::address),
                store.map(StoreOverview.Summary::standbys).orElse(List.of()).stream()
                        .filter(Standby::idle)
                        .map(Standby::address)
                        .toList(),
                store.map(StoreOverview.Summary::standbys).orElse(List.of()).stream()
                        .flatMap(process -> process.node().stream())
                        .toList());
    }

    private static OptionalDouble leastFree(ServiceStatus status) {
        return status.disks().values().stream()
                .flatMap(disk -> disk.seen().stream())
                .map(DiskState::space)
                .filter(space -> space.total() > 0)
                .mapToDouble(space -> PERCENT * space.free() / space.total())
                .min();
    }

    private static <K extends WireName> Map<String, Long> byStatus(Map<K, Long> counts) {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((status, count) -> named.put(status.wire(), count));
        return named;
    }

    private static OptionalLong waiting(ServiceStatus status) {
        if (unknown(status).isPresent()) {
            return OptionalLong.empty();
        }
        long jobs = 0;
        for (Part<ServiceStatus.Waiting> part : status.jobs().values()) {
            if (part.seen().isEmpty()) {
                return OptionalLong.empty();
            }
            jobs += part.seen().orElseThrow().count();
        }
        return OptionalLong.of(jobs);
    }

    /** Why it is not known which jobs wait. */
    private static Optional<String> unknown(ServiceStatus status) {
        return status.reader().flatMap(Part::missing);
    }

    private static OptionalLong number(
            Optional<StoreOverview.Summary> store, Function<StoreOverview.Summary, Long> count) {
        return store.map(count).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** What is in progress, what waits, and whether others may wait. */
    private static List<String> work(
            ServiceStatus status, Optional<StoreOverview.Summary> store, Causes causes) {
        return Stream.of(
                        store.stream().flatMap(summary -> operations(summary, status, causes)),
                        status.pending().stream().map(each -> pending(each, status)),
                        unknown(status).stream()
                                .map(why -> PlainText.line(Terms.jobsAre(Terms.unknown(why)))))
                .flatMap(lines -> lines)
                .toList();
    }

    private static Stream<String> operations(
            StoreOverview.Summary summary, ServiceStatus status, Causes causes) {
        return summary.oldest().stream().map(open -> operation(open, status, causes));
    }

    private static String operation(OpenOperation open, ServiceStatus status, Causes causes) {
        return PlainText.line(
                "%s: %s"
                        .formatted(
                                open.gameId(),
                                Terms.inProgress(
                                        open.kind().wire(),
                                        open.image(),
                                        open.source().wire(),
                                        Optional.of(
                                                Duration.between(open.startedAt(), status.at())),
                                        Optional.ofNullable(status.waitsFor().get(open))
                                                .or(() ->
                                                        causes.holdUp(
                                                                open.kind().wire(),
                                                                open.source().wire())))));
    }

    private static String pending(ServiceStatus.Pending pending, ServiceStatus status) {
        String words =
                Terms.pending(
                        pending.work().kind().wire(),
                        pending.work().image(),
                        pending.work().source().wire(),
                        Optional.of(Duration.between(pending.since(), status.at())),
                        pending.waitsFor(),
                        pending.progress());
        return PlainText.line(pending.work().game().map(game -> game + ": " + words).orElse(words));
    }

    private static String unstarted(OperationEntry start, ServiceStatus status) {
        return PlainText.line(
                "%s: %s"
                        .formatted(
                                start.gameId(),
                                Terms.neverStarted(
                                        Terms.inProgress(
                                                start.kind().wire(),
                                                start.image(),
                                                start.source().wire(),
                                                Optional.empty(),
                                                Optional.empty()),
                                        Ages.since(
                                                start.finishedAt().orElse(start.startedAt()),
                                                status.at()),
                                        start.errorMessage().orElse("-"),
                                        start.errorCode().orElse("-"))));
    }
}

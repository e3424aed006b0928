package rtm.http.endpoint;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.domain.model.GameId;
import rtm.domain.model.Leader;
import rtm.domain.model.NodeReport;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.Standby;
import rtm.domain.model.WireName;
import rtm.domain.overview.Condition;
import rtm.domain.overview.Part;
import rtm.domain.overview.RememberedCheck;
import rtm.domain.overview.ServiceStatus;
import rtm.domain.overview.ServiceStatus.DependencyState;
import rtm.domain.overview.ServiceStatus.DiskState;
import rtm.domain.overview.ServiceStatus.Waiting;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.JobBacklog;
import rtm.domain.port.StoreOverview;
import rtm.domain.port.StoreTally;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.NodeJson;

/** The status as the contract has it: what could not be read is left out and named at the end. */
final class StatusJson {

    private final ServiceStatus status;
    private final JsonObjectWriter json;
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(String part, String error) {}

    private record Named<T>(String name, T value) {}

    private StatusJson(ServiceStatus status, JsonObjectWriter json) {
        this.status = status;
        this.json = json;
    }

    static ByteBuffer of(ServiceStatus status) {
        return JsonObjectWriter.object(json -> new StatusJson(status, json).write());
    }

    private void write() {
        json.text("version", status.identity().version())
                .text("boot_id", status.identity().bootId().toString())
                .text("phase", status.phase().wire())
                .time("started_at", status.identity().startedAt());
        Optional<StoreOverview.Summary> store = seen("store", status.store());
        store.ifPresent(this::processes);
        json.objects("dependencies", status.dependencies(), StatusJson::dependency)
                .flag("health_hidden", status.causes().hideHealth());
        seen("docker", status.daemon())
                .ifPresent(facts -> json.object("docker", docker -> docker(docker, facts)));
        store.ifPresent(summary ->
                json.object("games", games -> games(games, summary))
                        .objects("unwell_games", summary.unwell(), StatusJson::unwell));
        json.objects("jobs", parts(status.jobs()), StatusJson::jobs);
        status.reader().ifPresent(this::reader);
        store.ifPresent(summary -> {
            json.object("outbox", outbox -> outbox(outbox, summary.tally(), status.at()));
            json.object("operations", operations -> operations(operations, summary));
        });
        json.objects("pending", status.pending(), StatusJson::pending);
        store.ifPresent(summary -> json.number("unreadable_rows", summary.unreadableRows()));
        json.objects("unstarted", status.unstarted(), OperationJson::write);
        json.objects("disks", parts(status.disks()), StatusJson::disk);
        status.redis()
                .flatMap(part -> seen("redis", part))
                .ifPresent(place -> json.object("redis", redis -> redis(redis, place)));
        List<NodeReport> nodes = seen("nodes", status.nodes()).orElse(List.of());
        if (!nodes.isEmpty()) {
            json.objects("nodes", nodes, NodeJson::write);
        }
        status.givenUp().ifPresent(reason -> json.text("given_up", reason));
        json.objects("problems", problems, StatusJson::problem);
    }

    /** Where there is one node, no process is on another one. */
    private void processes(StoreOverview.Summary summary) {
        json.object("leader", leader -> leader(leader, leading(summary)))
                .objects(
                        "standbys",
                        summary.standbys().stream().filter(Standby::idle).toList(),
                        StatusJson::standby);
        List<Standby> atWork = summary.standbys().stream().filter(each -> !each.idle()).toList();
        if (!atWork.isEmpty()) {
            json.objects("on_nodes", atWork, StatusJson::onNode);
        }
        json.object("drain", drain -> DrainEndpoint.write(drain, summary.drain()));
    }

    private <T> Optional<T> seen(String name, Part<T> part) {
        part.missing().ifPresent(error -> problems.add(new Problem(name, error)));
        return part.seen();
    }

    private <K extends WireName, T> List<Named<T>> parts(Map<K, Part<T>> parts) {
        List<Named<T>> seen = new ArrayList<>();
        parts.forEach((key, part) ->
                seen(key.wire(), part)
                        .ifPresent(value -> seen.add(new Named<>(key.wire(), value))));
        return seen;
    }

    /** Its session may be new or gone while it leads; another process leads only without it. */
    private Optional<Leader> leading(StoreOverview.Summary summary) {
        return summary.leader()
                .or(() ->
                        Optional.of(status.phase())
                                .filter(phase -> phase.wire().equals("leading"))
                                .map(_ ->
                                        new Leader(
                                                Optional.of(status.identity().bootId()),
                                                Optional.empty(),
                                                Optional.empty())));
    }

    private static void leader(JsonObjectWriter json, Optional<Leader> leader) {
        json.text("boot_id", leader.flatMap(Leader::bootId).map(Object::toString))
                .text("address", leader.flatMap(Leader::address))
                .time("since", leader.flatMap(Leader::since));
    }

    private static void standby(JsonObjectWriter json, Standby standby) {
        json.text("address", standby.address());
    }

    private static void onNode(JsonObjectWriter json, Standby process) {
        json.text("node", process.node().orElse("")).text("address", process.address());
    }

    private static void dependency(JsonObjectWriter json, DependencyState state) {
        json.text("name", state.name())
                .flag("ok", state.error().isEmpty())
                .text("error", state.error())
                .text("last_error", state.last().map(RememberedCheck.Failure::error))
                .time("last_error_at", state.last().map(RememberedCheck.Failure::at));
    }

    private static void docker(JsonObjectWriter json, DaemonDescription.Facts facts) {
        json.text("version", facts.version()).text("data_root", facts.dataRoot());
    }

    private static void games(JsonObjectWriter json, StoreOverview.Summary summary) {
        json.object("by_status", counts -> counts(counts, summary.tally().records()))
                .object("by_health", counts -> counts(counts, summary.health()))
                .number("unwell", Condition.unwell(summary));
    }

    private static void unwell(JsonObjectWriter json, StoreOverview.UnwellGame game) {
        json.text("game_id", game.seen().gameId().value())
                .text("status", game.status().wire())
                .text("health", game.seen().status().wire())
                .text("words", Condition.words(game))
                .time("since", Condition.since(game));
    }

    /** In the order of the constants, so that two answers can be compared. */
    private static <K extends Enum<K> & WireName> void counts(
            JsonObjectWriter json, Map<K, Long> counts) {
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> json.number(each.getKey().wire(), each.getValue()));
    }

    private static void jobs(JsonObjectWriter json, Named<Waiting> stream) {
        json.text("stream", stream.name())
                .number("waiting", stream.value().count())
                .number("oldest_age_ms", stream.value().oldest().map(Duration::toMillis));
    }

    /** Who has said which jobs wait, or why nobody has. */
    private void reader(Part<String> said) {
        said.seen().ifPresent(node -> json.text("jobs_read_on", node));
        said.missing().ifPresent(why -> json.text("jobs_unknown", why));
    }

    private static void outbox(JsonObjectWriter json, StoreTally tally, Instant now) {
        json.number("waiting", tally.outboxPending())
                .number(
                        "oldest_age_ms",
                        tally.oldestPending()
                                .map(then -> Math.max(0, Duration.between(then, now).toMillis())));
    }

    private void operations(JsonObjectWriter operations, StoreOverview.Summary summary) {
        operations.number("open", summary.open()).objects("items", summary.oldest(), this::open);
    }

    private void open(JsonObjectWriter item, OpenOperation open) {
        item.text("game_id", open.gameId().value())
                .text("op_kind", open.kind().wire())
                .text("op_source", open.source().wire())
                .text("image_ref", open.image())
                .time("started_at", open.startedAt())
                .text("waits_for", Optional.ofNullable(status.waitsFor().get(open)));
    }

    private static void pending(JsonObjectWriter json, ServiceStatus.Pending pending) {
        json.text("game_id", pending.work().game().map(GameId::value))
                .text("op_kind", pending.work().kind().wire())
                .text("op_source", pending.work().source().wire())
                .text("image_ref", pending.work().image())
                .time("started_at", pending.since())
                .text("waits_for", pending.waitsFor())
                .text("progress", pending.progress());
    }

    private static void disk(JsonObjectWriter json, Named<DiskState> disk) {
        json.text("name", disk.name())
                .text("path", disk.value().path())
                .number("free_bytes", disk.value().space().free())
                .number("total_bytes", disk.value().space().total());
    }

    private static void redis(JsonObjectWriter json, JobBacklog.Place place) {
        json.text("run_id", place.server())
                .number("database", place.database())
                .texts("streams", place.streams());
    }

    private static void problem(JsonObjectWriter json, Problem problem) {
        json.text("part", problem.part()).text("error", problem.error());
    }
}

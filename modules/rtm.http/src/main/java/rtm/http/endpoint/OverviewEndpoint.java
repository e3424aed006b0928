package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameOverview;
import rtm.domain.model.HealthSnapshot;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationKind;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.overview.Condition;
import rtm.domain.port.StoreOverview;
import rtm.domain.rule.PullWords;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** A page of games, each with its health and its last operation. */
public record OverviewEndpoint(StoreOverview store, PullWords pulls) implements Endpoint {

    private static final Set<RuntimeStatus> PRESENT =
            Set.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED);

    /** The parameters of the query. */
    public static String[] parameters() {
        return ListEndpoint.parameters();
    }

    @Override
    public Answer answer(Request request) {
        Query query = request.query();
        int limit = query.number(GameQuery.LIMIT, GameQuery.MOST, GameQuery.MOST);
        List<GameOverview> games =
                store.games(GameQuery.filter(query, PRESENT), GameQuery.after(query), limit);
        return Answer.ok(
                JsonObjectWriter.object(json ->
                        json.objects("items", games, this::game).text("next", next(games, limit))));
    }

    private static void health(JsonObjectWriter json, GameOverview game, HealthSnapshot seen) {
        SnapshotJson.write(json, seen, Condition.of(game).orElseGet(() -> Condition.of(seen)));
    }

    /** A restart names no image; it uses the record's. */
    private static Optional<String> image(RuntimeRecord runtime, OperationEntry last) {
        return last.kind() == OperationKind.RESTART
                ? Optional.of(runtime.currentImage().value())
                : last.image();
    }

    private static Optional<String> next(List<GameOverview> games, int limit) {
        return games.size() < limit
                ? Optional.empty()
                : Optional.of(games.getLast().record().gameId().value());
    }

    private void game(JsonObjectWriter json, GameOverview game) {
        RuntimeRecord runtime = game.record();
        json.text("game_id", runtime.gameId().value())
                .text("status", runtime.state().status().wire())
                .text("current_container_id", runtime.state().containerId().map(ContainerId::value))
                .text("current_image_ref", runtime.currentImage().value())
                .time("started_at", runtime.startedAt())
                .time("stopped_at", runtime.state().whenStopped())
                .time("removed_at", runtime.state().whenRemoved())
                .time("last_op_at", runtime.lastOpAt());
        game.health()
                .ifPresent(seen -> json.object("health", fields -> health(fields, game, seen)));
        game.lastOperation()
                .ifPresent(last ->
                        json.object(
                                "last_operation",
                                operation ->
                                        OperationJson.write(
                                                operation, last, image(runtime, last), pulls)));
        game.latestEnding()
                .ifPresent(latest ->
                        json.object("last_ending", fields -> EndingJson.write(fields, latest)));
    }
}

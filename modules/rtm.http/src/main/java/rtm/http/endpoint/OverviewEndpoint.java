package rtm.http.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameMark;
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
public final class OverviewEndpoint implements Endpoint {

    private static final Set<RuntimeStatus> PRESENT =
            Set.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED);
    private static final ByteBuffer BEGIN = ascii("{\"items\":[");
    private static final ByteBuffer COMMA = ascii(",");

    private final StoreOverview store;
    private final PullWords pulls;
    private final boolean nodes;
    private final RenderedGames rendered;

    /**
     * @param store all games
     * @param pulls what operations in progress wait for
     * @param nodes whether to say on which node each game is
     */
    public OverviewEndpoint(StoreOverview store, PullWords pulls, boolean nodes) {
        this.store = store;
        this.pulls = pulls;
        this.nodes = nodes;
        this.rendered =
                new RenderedGames(store, game -> JsonObjectWriter.object(json -> game(json, game)));
    }

    /** The parameters of the query. */
    public static String[] parameters() {
        return ListEndpoint.parameters();
    }

    @Override
    public Answer answer(Request request) {
        Query query = request.query();
        int limit = query.number(GameQuery.LIMIT, GameQuery.MOST, GameQuery.MOST);
        List<GameMark> page =
                store.marks(GameQuery.filter(query, PRESENT), GameQuery.after(query), limit);
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(BEGIN);
        for (ByteBuffer game : rendered.of(page)) {
            if (pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.add(game);
        }
        pieces.add(end(next(page, limit)));
        return JoinedParts.answer(pieces);
    }

    private static ByteBuffer end(Optional<String> next) {
        return ascii("]," + JsonObjectWriter.line(json -> json.text("next", next)).substring(1));
    }

    private static ByteBuffer ascii(String text) {
        return StandardCharsets.US_ASCII.encode(text);
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

    private static Optional<String> next(List<GameMark> games, int limit) {
        return games.size() < limit
                ? Optional.empty()
                : Optional.of(games.getLast().gameId().value());
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
        if (nodes) {
            json.number("node", runtime.node().number());
        }
        game.health()
                .ifPresent(seen -> json.object("health", fields -> health(fields, game, seen)));
        game.lastOperation()
                .ifPresent(last ->
                        json.object(
                                "last_operation",
                                operation ->
                                        OperationJson.write(
                                                operation, last, image(runtime, last), pulls)));
        game.lastChange()
                .ifPresent(change ->
                        json.object("last_change", fields -> OperationJson.write(fields, change)));
        game.latestEnding()
                .ifPresent(latest ->
                        json.object("last_ending", fields -> EndingJson.write(fields, latest)));
    }
}

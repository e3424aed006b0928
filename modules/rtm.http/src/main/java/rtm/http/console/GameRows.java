package rtm.http.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.model.GameFilter;
import rtm.domain.model.GameId;
import rtm.domain.model.GameOverview;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.StoreOverview;
import rtm.http.message.BodyParts;

/**
 * The lines of all games that are not removed, or lost their container, unwell ones first, and with
 * them those that never started; then those of other games without a record and of pulls. The games
 * are read twice, a part at a time, so the memory does not depend on their number. The columns are
 * as wide as the first part needs. For one request.
 */
final class GameRows implements BodyParts {

    private static final int PART = 200;
    private static final GameFilter PRESENT =
            new GameFilter(
                    Set.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED),
                    Optional.empty(),
                    "",
                    true);

    private final StoreOverview store;
    private final OpenWork work;
    private final Map<NodeId, String> nodes;
    private final Predicate<NodeId> unseen;
    private final Set<GameId> known = new HashSet<>();
    private boolean unwell = true;
    private Optional<GameId> after = Optional.empty();
    private boolean ended;
    private List<Integer> widths = List.of();

    /**
     * @param nodes the names of the nodes; none where there is one only
     * @param unseen whether nobody can see now how the engines of a node are
     */
    GameRows(
            StoreOverview store,
            OpenWork work,
            Map<NodeId, String> nodes,
            Predicate<NodeId> unseen) {
        this.store = store;
        this.work = work;
        this.nodes = Map.copyOf(nodes);
        this.unseen = unseen;
    }

    /** These lines, the head of the table, and the first games. */
    ByteBuffer first(String before) {
        String lines = lines();
        return StandardCharsets.UTF_8.encode(
                before + "\n" + GameLine.head(widths, !nodes.isEmpty()) + lines);
    }

    boolean ended() {
        return ended;
    }

    @Override
    public Optional<ByteBuffer> next() {
        String lines = lines();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(StandardCharsets.UTF_8.encode(lines));
    }

    /** Those of the next part that has any; none after the last one. */
    private String lines() {
        String lines = "";
        while (lines.isEmpty() && !ended) {
            List<GameOverview> games = store.games(PRESENT, after, PART);
            if (widths.isEmpty()) {
                widths =
                        GameLine.widths(
                                Stream.of(
                                                games.stream().map(this::line),
                                                elsewhere(PendingLines.unstarted(work)),
                                                elsewhere(PendingLines.of(work, known)))
                                        .flatMap(Function.identity())
                                        .toList(),
                                !nodes.isEmpty());
            }
            lines =
                    games.stream()
                            .filter(game -> GameLine.isUnwell(game) == unwell)
                            .map(game -> line(game).text(widths))
                            .collect(Collectors.joining());
            boolean unwellBefore = unwell;
            moveBehind(games);
            if (unwellBefore && !unwell) {
                lines += text(PendingLines.unstarted(work));
            }
            if (ended) {
                lines += text(PendingLines.of(work, known));
            }
        }
        return lines;
    }

    private GameLine line(GameOverview game) {
        NodeId node = game.record().node();
        GameLine line = GameLine.of(game, work, unseen.test(node));
        return nodes.isEmpty() ? line : line.on(nodes.getOrDefault(node, node.toString()));
    }

    /** Without a record, they are on no node yet. */
    private Stream<GameLine> elsewhere(List<GameLine> lines) {
        return lines.stream().map(line -> nodes.isEmpty() ? line : line.on("-"));
    }

    private String text(List<GameLine> lines) {
        return elsewhere(lines).map(line -> line.text(widths)).collect(Collectors.joining());
    }

    private void moveBehind(List<GameOverview> games) {
        games.stream().map(game -> game.record().gameId()).filter(work::names).forEach(known::add);
        boolean last = games.size() < PART;
        after = last ? Optional.empty() : Optional.of(games.getLast().record().gameId());
        ended = last && !unwell;
        unwell = unwell && !last;
    }
}

package rtm.http.endpoint;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.model.GameMark;
import rtm.domain.model.GameOverview;
import rtm.domain.model.OperationOutcome;
import rtm.domain.port.StoreOverview;

/**
 * Games as text. The text of a game is kept until its mark changes, so that looks at the same games
 * cost one reading and one rendering, however many there are. The memory is given back when it is
 * needed.
 */
final class RenderedGames {

    private static final int MOST = 2_000;
    private static final int LONGEST = 4 * 1024;

    private final StoreOverview store;
    private final Function<GameOverview, ByteBuffer> renderer;
    private SoftReference<SequencedMap<GameId, Rendered>> kept = new SoftReference<>(byUse());

    private record Rendered(String mark, ByteBuffer text) {}

    /**
     * Nothing is rendered yet.
     *
     * @param renderer must depend on the game alone, unless its last operation is in progress
     */
    RenderedGames(StoreOverview store, Function<GameOverview, ByteBuffer> renderer) {
        this.store = store;
        this.renderer = renderer;
    }

    /**
     * The texts of these games, in their order, without those that cannot be read; to be shared.
     */
    List<ByteBuffer> of(List<GameMark> games) {
        Map<GameId, ByteBuffer> texts = unchanged(games);
        List<GameMark> changed =
                games.stream().filter(game -> !texts.containsKey(game.gameId())).toList();
        if (!changed.isEmpty()) {
            texts.putAll(render(changed));
        }
        return games.stream().flatMap(game -> Stream.ofNullable(texts.get(game.gameId()))).toList();
    }

    private synchronized Map<GameId, ByteBuffer> unchanged(List<GameMark> games) {
        Map<GameId, Rendered> known = kept();
        Map<GameId, ByteBuffer> texts = HashMap.newHashMap(games.size());
        for (GameMark game : games) {
            Rendered present = known.get(game.gameId());
            if (present != null && present.mark().equals(game.mark())) {
                texts.put(game.gameId(), present.text());
            }
        }
        return texts;
    }

    /**
     * The marks were read before the games. So if a game changed in between, its mark is too old
     * for its text, and the text is replaced at the next look.
     */
    private Map<GameId, ByteBuffer> render(List<GameMark> changed) {
        Map<GameId, ByteBuffer> texts = new HashMap<>();
        Map<GameId, ByteBuffer> lasting = new HashMap<>();
        for (GameOverview game : store.games(changed.stream().map(GameMark::gameId).toList())) {
            GameId gameId = game.record().gameId();
            ByteBuffer text = renderer.apply(game);
            texts.put(gameId, text);
            if (text.remaining() <= LONGEST && !isInProgress(game)) {
                lasting.put(gameId, text);
            }
        }
        keep(changed, lasting);
        return texts;
    }

    private static boolean isInProgress(GameOverview game) {
        return game.lastOperation()
                .filter(last -> last.outcome() == OperationOutcome.IN_PROGRESS)
                .isPresent();
    }

    private synchronized void keep(Collection<GameMark> games, Map<GameId, ByteBuffer> texts) {
        SequencedMap<GameId, Rendered> known = kept();
        for (GameMark game : games) {
            ByteBuffer text = texts.get(game.gameId());
            if (text == null) {
                known.remove(game.gameId());
            } else {
                known.put(game.gameId(), new Rendered(game.mark(), text));
            }
        }
        while (known.size() > MOST) {
            known.pollFirstEntry();
        }
    }

    private SequencedMap<GameId, Rendered> kept() {
        SequencedMap<GameId, Rendered> present = kept.get();
        if (present == null) {
            present = byUse();
            kept = new SoftReference<>(present);
        }
        return present;
    }

    /** The least recently used first. */
    private static SequencedMap<GameId, Rendered> byUse() {
        return new LinkedHashMap<>(16, 0.75f, true);
    }
}

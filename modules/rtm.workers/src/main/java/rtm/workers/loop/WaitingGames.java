package rtm.workers.loop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.log.Outage;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.GameId;

/**
 * The games whose work waits for something that does not answer. However many there are, an outage
 * is one line in the log at its start, which names the first game, and one at its end, when no game
 * waits, with their number.
 */
public final class WaitingGames {

    private final Outage outage;
    private final Set<GameId> waiting = new HashSet<>();
    private final Set<GameId> met = new HashSet<>();

    /**
     * No game waits yet.
     *
     * @param startLine the log line when the first one does
     * @param endLine the log line when none does any more
     */
    public WaitingGames(Log log, String startLine, String endLine) {
        this.outage = new Outage(log, startLine, endLine);
    }

    /** The work of a game failed and will be tried again. */
    public synchronized void failed(GameId gameId, RuntimeException later, LogField... where) {
        waiting.add(gameId);
        met.add(gameId);
        List<LogField> all = new ArrayList<>(List.of(where));
        all.addFirst(LogField.of("game_id", gameId));
        all.add(LogField.of("games", waiting.size()));
        LogField[] pairs = all.toArray(LogField[]::new);
        switch (later) {
            case DependencyUnavailableException away -> outage.failed(away, pairs);
            default ->
                    outage.failed(
                            later.getClass().getSimpleName(),
                            String.valueOf(later.getMessage()),
                            pairs);
        }
    }

    /** The work of a game succeeded, or is no longer tried. */
    public synchronized void ended(GameId gameId) {
        if (waiting.remove(gameId)) {
            endIfNoneWaits();
        }
    }

    /** The work of other games was done elsewhere. */
    public synchronized void keepOnly(Set<GameId> games) {
        if (waiting.retainAll(games)) {
            endIfNoneWaits();
        }
    }

    private void endIfNoneWaits() {
        if (waiting.isEmpty()) {
            outage.ended(LogField.of("games", met.size()));
            met.clear();
        }
    }
}

package rtm.domain.operation;

import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OpenOperation;
import rtm.domain.model.OperationException;
import rtm.domain.port.DaemonDescription;
import rtm.domain.port.RuntimeStore;
import rtm.domain.rule.PullWords;
import rtm.domain.text.Terms;
import rtm.domain.time.Durations;

/**
 * The refusal of a call that finds its game busy.
 *
 * @param store knows the operation in progress
 * @param pulls know what it waits for
 */
public record BusyGame(RuntimeStore store, PullWords pulls) {

    private static final String SOON = "; ask again in a moment";
    private static final String UNKNOWN = "another operation" + SOON;

    /** One that knows the pulls of this daemon. */
    public static BusyGame of(RuntimeStore store, DaemonDescription daemon) {
        return new BusyGame(store, new PullWords(daemon));
    }

    /** Names the operation in progress, as far as it is known. */
    public OperationException refusal(GameId gameId) {
        return refusal(gameId, holder(gameId));
    }

    OperationException refusal(OpenOperation other) {
        return refusal(other.gameId(), words(other));
    }

    private static OperationException refusal(GameId gameId, String holder) {
        return new OperationException(
                ErrorCode.CONFLICT, "game %s is busy with %s".formatted(gameId, holder));
    }

    private String holder(GameId gameId) {
        try {
            return store.openOperations().stream()
                    .filter(open -> open.gameId().equals(gameId))
                    .findFirst()
                    .map(this::words)
                    .orElse(UNKNOWN);
        } catch (DependencyUnavailableException _) {
            return UNKNOWN;
        }
    }

    private String words(OpenOperation open) {
        String kind = Terms.kind(open.kind().wire());
        return "%s %s%s by %s, in progress since %s%s%s"
                .formatted(
                        "aeiou".indexOf(kind.charAt(0)) < 0 ? "a" : "an",
                        kind,
                        open.image().map(" of "::concat).orElse(""),
                        Terms.source(open.source().wire()),
                        open.startedAt(),
                        pulls.of(open.image()).map(", which waits for the "::concat).orElse(""),
                        pulls.pull(open.image()).map(BusyGame::end).orElse(SOON));
    }

    private static String end(DaemonDescription.Pulling pull) {
        return "; ask again when the pull has ended: it is given up after %s without progress, and after %s in all"
                .formatted(Durations.text(pull.longestStill()), Durations.text(pull.longest()));
    }
}

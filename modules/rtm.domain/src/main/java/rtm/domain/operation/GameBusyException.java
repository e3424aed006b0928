package rtm.domain.operation;

import java.io.Serial;
import rtm.domain.model.GameId;

/** Another operation holds the game; the same request may be made again. */
public final class GameBusyException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public GameBusyException(GameId gameId, String holder) {
        super("game %s is held by %s".formatted(gameId, holder));
    }
}

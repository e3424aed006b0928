package rtm.http;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeState;

/** Records to answer with. */
final class Records {

    static final Instant STARTED = Instant.parse("2026-04-28T07:18:54Z");
    static final Instant STOPPED = Instant.parse("2026-04-28T08:00:00.5Z");
    static final Instant REMOVED = Instant.parse("2026-05-28T08:00:00.123456789Z");

    private Records() {}

    static ContainerId container(String game) {
        return new ContainerId(game.equals("g1") ? "1f2a" : "1f2a" + game);
    }

    static RuntimeRecord running(String game) {
        return record(game, new RuntimeState.Running(container(game)), STARTED);
    }

    static RuntimeRecord stopped(String game) {
        return record(game, new RuntimeState.Stopped(container(game), STOPPED), STOPPED);
    }

    static RuntimeRecord removed(String game) {
        return record(game, new RuntimeState.Removed(Optional.of(STOPPED), REMOVED), REMOVED);
    }

    /** An engine of the game that exited with code 7. */
    static Ending ending(String game, String container, Instant endedAt) {
        return new Ending(
                new GameId(game),
                new ContainerId(container),
                STARTED,
                endedAt,
                ImageReference.parse("galaxy/game:1.4.0"),
                OptionalInt.of(7),
                false,
                false,
                false);
    }

    /** A record whose JSON is larger than this. */
    static RuntimeRecord wide(String game, int bytes) {
        return record(game, new RuntimeState.Running(container(game)), STARTED, "x".repeat(bytes));
    }

    private static RuntimeRecord record(String game, RuntimeState state, Instant lastOpAt) {
        return record(game, state, lastOpAt, game);
    }

    private static RuntimeRecord record(
            String game, RuntimeState state, Instant lastOpAt, String folder) {
        GameId gameId = new GameId(game);
        return new RuntimeRecord(
                gameId,
                NodeId.FIRST,
                state,
                new ImageReference("galaxy/game:1.4.0"),
                gameId.engineEndpoint(),
                "/var/lib/galaxy/games/" + folder,
                "galaxy-net",
                STARTED,
                lastOpAt,
                STARTED,
                1);
    }
}

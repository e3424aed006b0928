package rtm.workers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;

/** Rows as a dead process leaves them. */
public final class InterruptedCalls {

    static final BootId DEAD = new BootId(new UUID(9, 9));

    private InterruptedCalls() {}

    /** A start over HTTP that had just opened its row. */
    public static void leaveStart(WorkersWorld world, String game) {
        leave(world, game, new Origin.Call(OperationSource.GM_REST), WorkersWorld.IMAGE);
    }

    /** A start job that had just opened its row. */
    public static void leaveJob(WorkersWorld world, String game, String reference, String image) {
        leave(world, game, new Origin.Job(reference), image);
    }

    private static void leave(WorkersWorld world, String game, Origin origin, String image) {
        world.store.openRow(
                new OperationRequest(
                        new OperationId(
                                UUID.nameUUIDFromBytes(game.getBytes(StandardCharsets.UTF_8))),
                        WorkersWorld.game(game),
                        NodeId.FIRST,
                        OperationKind.START,
                        origin,
                        Optional.of(image),
                        Optional.empty(),
                        DEAD,
                        Instant.parse("2026-01-01T00:00:00Z")),
                Optional.empty());
    }
}

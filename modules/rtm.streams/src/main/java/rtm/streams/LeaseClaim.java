package rtm.streams;

import java.util.Optional;
import java.util.UUID;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases.Holder;

/**
 * A value that this process wrote, or may have written, under the key of a game's lease.
 *
 * @param key the key of the lease
 * @param value the holder
 */
record LeaseClaim(String key, String value) {

    /** The key of a game's lease (runbook). */
    static String key(GameId gameId) {
        return "rtmanager:game_lease:" + gameId;
    }

    /** The holder that a value names; empty if no process of this service wrote it. */
    static Optional<Holder> holder(String value) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            Holder holder =
                    new Holder(
                            new BootId(UUID.fromString(value.substring(0, slash))),
                            new OperationId(UUID.fromString(value.substring(slash + 1))));
            return holder.toString().equals(value) ? Optional.of(holder) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}

package rtm.domain.usecase;

import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.RuntimeStore;

/** Reads what a game's engine wrote. It changes nothing and needs no lease. */
public final class EngineLogs {

    /** As much output as one answer holds. */
    public static final int MOST_BYTES = 1 << 20;

    private final RuntimeStore store;
    private final ContainerDaemon daemon;

    /** Reads records from the store, and output from the engine. */
    public EngineLogs(RuntimeStore store, ContainerDaemon daemon) {
        this.store = store;
        this.daemon = daemon;
    }

    /**
     * The last lines of the container that the game's record names.
     *
     * @throws OperationException {@code not_found} if there is no record or no container, {@code
     *     conflict} if Docker keeps no output of it
     */
    public String tail(GameId gameId, int lines) {
        RuntimeRecord runtime =
                store.find(gameId).orElseThrow(() -> notFound("no runtime of game " + gameId));
        ContainerId container =
                runtime.state()
                        .containerId()
                        .orElseThrow(
                                () -> notFound("the container of game " + gameId + " was removed"));
        return output(container, lines)
                .orElseThrow(() ->
                        notFound("container " + container + " of game " + gameId + " is gone"));
    }

    private Optional<String> output(ContainerId container, int lines) {
        try {
            return daemon.logs(container, lines, MOST_BYTES);
        } catch (DaemonRefusedException refused) {
            throw new OperationException(
                    ErrorCode.CONFLICT,
                    "Docker gives no output of container " + container + ": " + refused.text(),
                    refused);
        }
    }

    private static OperationException notFound(String message) {
        return new OperationException(ErrorCode.NOT_FOUND, message);
    }
}

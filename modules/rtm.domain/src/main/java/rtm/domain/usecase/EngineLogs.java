package rtm.domain.usecase;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.ContainerId;
import rtm.domain.model.Ending;
import rtm.domain.model.EndingEntry;
import rtm.domain.model.EndingOutput;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeNames;
import rtm.domain.model.OperationException;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.port.ContainerDaemon;
import rtm.domain.port.ContainerDaemon.DaemonRefusedException;
import rtm.domain.port.EndingStore;
import rtm.domain.port.RuntimeStore;

/** Reads what a game's engine wrote. It changes nothing and needs no lease. */
public final class EngineLogs {

    /** As much output as one answer holds. */
    public static final int MOST_BYTES = 1 << 20;

    private static final EndingOutput NOT_READ =
            new EndingOutput.Missing("it is not read yet; ask again in a moment");

    private final RuntimeStore store;
    private final EndingStore endings;
    private final ContainerDaemon daemon;
    private final NodeId here;
    private final NodeNames names;

    /**
     * Reads records and kept output from the stores, and other output from the engine.
     *
     * @param here the node whose engines it reads
     * @param names those of all nodes
     */
    public EngineLogs(
            RuntimeStore store,
            EndingStore endings,
            ContainerDaemon daemon,
            NodeId here,
            NodeNames names) {
        this.store = store;
        this.endings = endings;
        this.daemon = daemon;
        this.here = here;
        this.names = names;
    }

    /**
     * The last lines of the container that the game's record names.
     *
     * @throws OperationException {@code not_found} if there is no record or no container, {@code
     *     conflict} if Docker keeps no output of it
     */
    public String tail(GameId gameId, int lines) {
        ContainerId container = container(gameId);
        return output(container, lines)
                .orElseThrow(() ->
                        notFound("container " + container + " of game " + gameId + " is gone"));
    }

    /**
     * The container whose output is shown: the one that the game's record names.
     *
     * @throws OperationException {@code not_found} if there is no record or no container
     * @throws rtm.domain.model.DependencyUnavailableException if the game is on another node
     */
    public ContainerId container(GameId gameId) {
        RuntimeRecord runtime =
                store.find(gameId).orElseThrow(() -> notFound("no runtime of game " + gameId));
        runtime.requireOn(here, names::of);
        return runtime.state()
                .containerId()
                .orElseThrow(() -> notFound("the container of game " + gameId + " was removed"));
    }

    /**
     * The last lines of the engine that ended last, as they were kept. While an engine runs, that
     * is the one before it.
     *
     * @throws OperationException {@code not_found} if no engine ended, or nothing of it was kept
     */
    public String previous(GameId gameId, int lines) {
        EndingEntry last =
                endings.recent(gameId, Optional.empty(), 1).stream()
                        .findFirst()
                        .orElseThrow(() -> notFound("no engine of game " + gameId + " has ended"));
        return lastLines(kept(last), lines);
    }

    private String kept(EndingEntry entry) {
        Ending ending = entry.ending();
        return switch (entry.output().orElse(NOT_READ)) {
            case EndingOutput.Kept(String text) -> text;
            case EndingOutput.Missing(String reason) ->
                    throw notFound(
                            "the output of the engine of game %s that ended at %s was not kept: %s"
                                    .formatted(ending.gameId(), ending.endedAt(), reason));
        };
    }

    private static String lastLines(String text, int lines) {
        List<String> all = text.lines().toList();
        return all.size() <= lines
                ? text
                : String.join("\n", all.subList(all.size() - lines, all.size())) + "\n";
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

package rtm.domain.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;

/** Compares the records of a node with the state folders without changing anything. */
public final class StateSurvey {

    private final RuntimeStore store;
    private final StateFolders folders;
    private final NodeId node;
    private final StateRoot root;

    /**
     * Compares these two.
     *
     * @param registry which state root a node has
     */
    public StateSurvey(
            RuntimeStore store, StateFolders folders, NodeRegistry registry, NodeId node) {
        this.store = store;
        this.folders = folders;
        this.node = node;
        this.root = new StateRoot(store, folders, registry, node);
    }

    /**
     * The result of a comparison.
     *
     * @param root what is wrong with the state root, if anything
     * @param absent running and stopped games of the node whose state is missing
     * @param present the number of those that have their state
     */
    public record StateReport(Optional<String> root, List<Absent> absent, int present) {}

    /**
     * A game whose state is missing.
     *
     * @param gameId the game
     * @param words what was expected where, and what to do
     */
    public record Absent(GameId gameId, String words) {}

    /**
     * Why this is not the node's state root, if it is not.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the records cannot be read
     */
    public Optional<String> otherRoot() {
        return switch (root.standing()) {
            case StateRoot.Standing.Right _, StateRoot.Standing.Unrecorded _ -> Optional.empty();
            case StateRoot.Standing.Strange(String why) -> Optional.of(why);
        };
    }

    /**
     * Compares.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the records cannot be read
     */
    public StateReport survey() {
        List<RuntimeRecord> records =
                Stream.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED)
                        .flatMap(status -> store.listOn(node, status).stream())
                        .toList();
        List<Absent> absent = new ArrayList<>();
        for (RuntimeRecord record : records) {
            absence(folders, record)
                    .ifPresent(words -> absent.add(new Absent(record.gameId(), words)));
        }
        return new StateReport(otherRoot(), absent, records.size() - absent.size());
    }

    /** What is wrong with the state of a game that has started before, if anything. */
    static Optional<String> absence(StateFolders folders, RuntimeRecord record) {
        String folder = folders.pathOf(record.gameId());
        try {
            return switch (folders.look(record.gameId())) {
                case MISSING -> Optional.of(MissingStateMessages.missing(folder, record));
                case EMPTIED -> Optional.of(MissingStateMessages.emptied(folder));
                case EMPTY, THERE -> Optional.empty();
            };
        } catch (IOException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }
}

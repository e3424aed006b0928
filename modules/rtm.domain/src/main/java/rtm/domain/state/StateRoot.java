package rtm.domain.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;
import rtm.domain.port.StateFolders.Mark;

/** Judges whether the state root is the one that the records are about. It changes nothing. */
final class StateRoot {

    private final RuntimeStore store;
    private final StateFolders folders;
    private final NodeRegistry registry;
    private final NodeId node;

    /** The mark of the root that was last found right; nothing need be read again for it. */
    private volatile Optional<Mark> trusted = Optional.empty();

    StateRoot(RuntimeStore store, StateFolders folders, NodeRegistry registry, NodeId node) {
        this.store = store;
        this.folders = folders;
        this.registry = registry;
        this.node = node;
    }

    /** Which root was found. */
    sealed interface Standing {

        /** The right one: its mark has the recorded id. */
        record Right() implements Standing {}

        /**
         * The right one, but its id is not recorded yet.
         *
         * @param recorded the id of another root, which has no game
         */
        record Unrecorded(Optional<UUID> recorded) implements Standing {}

        /**
         * A different one: the disk is not mounted, or the state is lost.
         *
         * @param trouble why, and what to do
         */
        record Strange(String trouble) implements Standing {}
    }

    /**
     * Checks the root as it is now.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the records cannot be read
     */
    Standing standing() {
        Optional<Mark> mark = folders.mark();
        if (mark.isPresent() && mark.equals(trusted)) {
            return new Standing.Right();
        }
        Optional<UUID> recorded = registry.stateRoot(node);
        if (!recorded.equals(mark.flatMap(Mark::id)) && recorded.isPresent()) {
            return hasRecords()
                    ? strange(StateRootWords.another(mark, recorded.orElseThrow()))
                    : new Standing.Unrecorded(recorded);
        }
        if (mark.isEmpty()) {
            return unmarkedIsRight()
                    ? new Standing.Unrecorded(recorded)
                    : strange(StateRootWords.UNMARKED);
        }
        Optional<String> missing = missingFolders();
        if (missing.isPresent()) {
            return strange(missing.orElseThrow());
        }
        if (recorded.isEmpty()) {
            return new Standing.Unrecorded(recorded);
        }
        trusted = mark;
        return new Standing.Right();
    }

    private Standing strange(String why) {
        return new Standing.Strange(StateRootWords.strange(folders.root(), why));
    }

    private boolean hasRecords() {
        RecordChunk first = store.chunkOn(node, Optional.empty(), Optional.empty(), 1);
        return !first.records().isEmpty() || !first.unreadable().isEmpty();
    }

    /**
     * Earlier versions left no mark. Without one, a folder with content proves the root; an empty
     * folder does not, since a person or Docker may have created it.
     */
    private boolean unmarkedIsRight() {
        return !hasRecords() || anyRecord(Optional.empty(), record -> found(record) == Found.THERE);
    }

    /**
     * What is wrong with a root that has a mark. The folder below the mount point may have its own
     * mark from a first boot without the disk, or a copy of the right one, with or without its
     * notes. Folders of removed games may have been deleted for good.
     */
    private Optional<String> missingFolders() {
        List<RuntimeRecord> present =
                Stream.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED)
                        .flatMap(status -> store.listOn(node, status).stream())
                        .filter(record ->
                                record.statePath().equals(folders.pathOf(record.gameId())))
                        .toList();
        List<Found> found = present.stream().map(this::found).toList();
        long missing = found.stream().filter(Found.MISSING::equals).count();
        long emptied = found.stream().filter(Found.EMPTIED::equals).count();
        if (missing > 0
                && missing == present.size()
                && !anyRecord(Optional.of(RuntimeStatus.REMOVED), this::hasFolder)) {
            return Optional.of(StateRootWords.WITHOUT_FOLDERS);
        }
        long lost = missing + emptied;
        return lost > 1 && lost * 2 > present.size() && !folders.incomplete()
                ? Optional.of(StateRootWords.withoutMost(missing, emptied, present.size()))
                : Optional.empty();
    }

    /** Reads a chunk at a time: there may be very many records of removed games. */
    private boolean anyRecord(Optional<RuntimeStatus> status, Predicate<RuntimeRecord> condition) {
        Optional<GameId> after = Optional.empty();
        do {
            RecordChunk chunk = store.chunkOn(node, status, after, RuntimeStore.CHUNK);
            if (chunk.records().stream().anyMatch(condition)) {
                return true;
            }
            after = chunk.next();
        } while (after.isPresent());
        return false;
    }

    private boolean hasFolder(RuntimeRecord record) {
        return found(record) != Found.MISSING;
    }

    private Found found(RuntimeRecord record) {
        try {
            return folders.look(record.gameId());
        } catch (IOException _) {
            return Found.MISSING;
        }
    }
}

package rtm.domain.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.model.RecordChunk;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;

/** Judges whether the state root is the one that the records are about. It changes nothing. */
final class StateRoot {

    private final RuntimeStore store;
    private final StateFolders folders;

    /**
     * The mark of the root that was last found right; the records need not be read again for it.
     */
    private volatile Optional<String> trusted = Optional.empty();

    StateRoot(RuntimeStore store, StateFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /** Which root was found. */
    enum Standing {
        /** The right one, marked. */
        MARKED,
        /** The right one, not yet marked. */
        UNMARKED,
        /** A different one: the disk is not mounted, or the state is lost. */
        STRANGE
    }

    /**
     * Checks the root as it is now.
     *
     * @throws rtm.domain.model.DependencyUnavailableException if the records cannot be read
     */
    Standing standing() {
        Optional<String> mark = folders.mark();
        if (mark.isEmpty()) {
            return unmarkedIsRight() ? Standing.UNMARKED : Standing.STRANGE;
        }
        if (!mark.equals(trusted)) {
            if (!markedIsRight()) {
                return Standing.STRANGE;
            }
            trusted = mark;
        }
        return Standing.MARKED;
    }

    /** Why a root is not the right one, and what to do. */
    String trouble() {
        return "the state root %s is not the one that the records are about: %s. Mount its disk"
                .formatted(
                        folders.root(),
                        folders.mark().isEmpty()
                                ? "it has no mark and no content of a recorded game"
                                : "it has a mark but no folder of a recorded game");
    }

    /**
     * Earlier versions left no mark. Without one, a folder with content proves the root; an empty
     * folder does not, since a person or Docker may have created it.
     */
    private boolean unmarkedIsRight() {
        RecordChunk first = store.chunk(Optional.empty(), Optional.empty(), 1);
        boolean none = first.records().isEmpty() && first.unreadable().isEmpty();
        return none || anyRecord(Optional.empty(), record -> found(record) == Found.THERE);
    }

    /**
     * The folder below the mount point may have its own mark from a first boot without the disk.
     * Folders of removed games may have been deleted for good.
     */
    private boolean markedIsRight() {
        List<RuntimeRecord> present =
                Stream.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED)
                        .flatMap(status -> store.list(status).stream())
                        .filter(record ->
                                record.statePath().equals(folders.pathOf(record.gameId())))
                        .toList();
        return present.isEmpty()
                || present.stream().anyMatch(this::hasFolder)
                || anyRecord(Optional.of(RuntimeStatus.REMOVED), this::hasFolder);
    }

    /** Reads a chunk at a time: there may be very many records of removed games. */
    private boolean anyRecord(Optional<RuntimeStatus> status, Predicate<RuntimeRecord> condition) {
        Optional<GameId> after = Optional.empty();
        do {
            RecordChunk chunk = store.chunk(status, after, RuntimeStore.CHUNK);
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

package rtm.domain.state;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rtm.domain.model.RuntimeRecord;
import rtm.domain.model.RuntimeStatus;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.StateFolders;
import rtm.domain.port.StateFolders.Found;

/** Judges whether the state root is the one that the records are about. It changes nothing. */
final class StateRoot {

    private final RuntimeStore store;
    private final StateFolders folders;

    /** The mark of the root that was last judged right: its records need not be read again. */
    private volatile Optional<String> trusted = Optional.empty();

    StateRoot(RuntimeStore store, StateFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /** What a root is. */
    enum Standing {
        /** It is the right one, and marked. */
        MARKED,
        /** It is the right one, and has no mark yet. */
        UNMARKED,
        /** It is another one: the disk is not mounted, or the state is lost. */
        STRANGE
    }

    /**
     * Judges the root as it is now.
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

    /** What is wrong with a strange root, and what to do. */
    String trouble() {
        return "the state root %s is not the one that the records are about: %s. Mount its disk"
                .formatted(
                        folders.root(),
                        folders.mark().isEmpty()
                                ? "it has no mark, and no recorded game has content in it"
                                : "it has a mark, but no folder of a recorded game");
    }

    /**
     * A program before this one left no mark. Then a folder with content speaks for the root; an
     * empty one does not, since it is easily made by hand, or by Docker.
     */
    private boolean unmarkedIsRight() {
        List<RuntimeRecord> all = store.list(Optional.empty());
        return all.isEmpty() || all.stream().anyMatch(record -> found(record) == Found.THERE);
    }

    /**
     * The folder beneath the mount may have a mark of its own, made by a first boot without the
     * disk. Folders of removed games may be gone for good.
     */
    private boolean markedIsRight() {
        List<RuntimeRecord> present =
                Stream.of(RuntimeStatus.RUNNING, RuntimeStatus.STOPPED)
                        .flatMap(status -> store.list(Optional.of(status)).stream())
                        .filter(record ->
                                record.statePath().equals(folders.pathOf(record.gameId())))
                        .toList();
        return present.isEmpty()
                || present.stream().anyMatch(this::hasFolder)
                || store.list(Optional.of(RuntimeStatus.REMOVED)).stream()
                        .anyMatch(this::hasFolder);
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

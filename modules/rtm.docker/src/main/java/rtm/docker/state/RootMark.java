package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders.Mark;

/**
 * The mark of a state root: a folder in it with a name that no game can have. A folder is created
 * completely or not at all, so there is no incomplete mark. It holds the root's id, an empty file
 * for each game whose folder had content, and one if an operator accepted missing folders.
 */
final class RootMark {

    private static final String NAME = ".rtmanager";
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;
    private final Path mark;
    private final Path hadContent;
    private final Path incomplete;
    private final RootIdFile id;

    /** The mark of a root, which may not exist yet. */
    RootMark(Path root) {
        this.root = root;
        this.mark = root.resolve(NAME);
        this.hadContent = mark.resolve("had-content");
        this.incomplete = mark.resolve("incomplete");
        this.id = new RootIdFile(mark);
    }

    /**
     * Its place is device and inode, which differ from those of any other root while both exist.
     */
    Optional<Mark> read() {
        try {
            if (!Files.isDirectory(mark, NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            String place =
                    "%s:%s"
                            .formatted(
                                    Files.getAttribute(mark, "unix:dev", NOFOLLOW_LINKS),
                                    Files.getAttribute(mark, "unix:ino", NOFOLLOW_LINKS));
            return Optional.of(new Mark(place, id.read()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Makes the folder and its id, each where it is missing. */
    UUID make(UUID wanted) throws IOException {
        makePlace();
        return id.make(wanted);
    }

    /** Makes the folder without an id. */
    void makePlace() throws IOException {
        makeFolder(mark);
    }

    /** Whether the folder of that game had content. */
    boolean hasNote(GameId gameId) {
        return Files.exists(note(gameId), NOFOLLOW_LINKS);
    }

    /** Fails if the root has no mark. */
    void write(GameId gameId) throws IOException {
        makeFolder(hadContent);
        makeFile(note(gameId));
    }

    /** Fails if the root has no mark. */
    void writeIncomplete() throws IOException {
        makeFile(incomplete);
    }

    boolean isIncomplete() {
        return Files.exists(incomplete, NOFOLLOW_LINKS);
    }

    private static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, PRIVATE_FILE);
        } catch (FileAlreadyExistsException _) {
            // Another process was faster.
        }
    }

    void forget(GameId gameId) throws IOException {
        if (hasNote(gameId)) {
            Files.deleteIfExists(note(gameId));
        }
    }

    private Path note(GameId gameId) {
        return hadContent.resolve(gameId.value());
    }

    /** The folder gets the root's owner, even if another user runs this program. */
    private void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE_FOLDER);
            for (String owner : List.of("unix:gid", "unix:uid")) {
                Ownership.give(folder, owner, (Integer) Files.getAttribute(root, owner));
            }
        } catch (FileAlreadyExistsException inTheWay) {
            if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
                throw inTheWay;
            }
        }
    }
}

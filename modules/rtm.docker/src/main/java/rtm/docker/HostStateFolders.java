package rtm.docker;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;

/**
 * State folders under one root of this host. A new one is made under a name beside, which no game
 * can have, given its mode and owner, and then renamed; so none is ever seen half made.
 */
public final class HostStateFolders implements StateFolders {

    private static final int LOCKS = 64;

    private final Path root;
    private final int mode;
    private final int uid;
    private final int gid;
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    /** Makes folders as these settings say. */
    public HostStateFolders(DockerSettings settings) {
        this.root = settings.stateRoot().normalize();
        this.mode = settings.stateDirMode();
        this.uid = settings.stateOwnerUid();
        this.gid = settings.stateOwnerGid();
    }

    /**
     * Whether folders can be made here at all; asked once, at boot.
     *
     * @throws IOException with a sentence that says what is wrong with the root, and what to do
     */
    public void verifyRoot() throws IOException {
        if (!Files.exists(root)) {
            throw new IOException("the state root %s does not exist: create it".formatted(root));
        }
        if (!Files.isDirectory(root)) {
            throw new IOException("the state root %s is not a folder".formatted(root));
        }
        try {
            Files.delete(Files.createTempFile(root, ".writable-", ""));
        } catch (IOException e) {
            throw new IOException(
                    "the state root %s cannot be written to by this service's user: %s"
                            .formatted(root, words(e)),
                    e);
        }
    }

    /**
     * Whether a new folder can be given its mode and its owner; tried on one that is removed again.
     *
     * @throws IOException with a sentence that says what is wrong
     */
    public void verifyOwnership() throws IOException {
        Path tried = Files.createTempDirectory(root, ".check-");
        try {
            endow(tried);
        } catch (IOException e) {
            throw new IOException(
                    "a state folder cannot be given to %d:%d: %s".formatted(uid, gid, words(e)), e);
        } finally {
            Files.deleteIfExists(tried);
        }
    }

    @Override
    public String pathOf(GameId gameId) {
        return root.resolve(gameId.value()).toString();
    }

    @Override
    public String prepare(GameId gameId) throws IOException {
        Path folder = root.resolve(gameId.value());
        Lock lock = locks[Math.floorMod(gameId.hashCode(), LOCKS)];
        lock.lock();
        try {
            if (!isThere(folder)) {
                make(folder, root.resolve(".new-" + gameId));
            }
            return folder.toString();
        } catch (FileSystemException e) {
            throw new IOException(
                    "the state folder %s cannot be made: %s".formatted(folder, words(e)), e);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isThere(Path folder) throws IOException {
        if (Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return true;
        }
        if (Files.exists(folder, NOFOLLOW_LINKS)) {
            throw new IOException(
                    "%s is in the place of a state folder and is none: move it away"
                            .formatted(folder));
        }
        return false;
    }

    /** Renaming over an empty folder would succeed, so this is done by one thread a game only. */
    private void make(Path folder, Path unfinished) throws IOException {
        if (Files.isDirectory(unfinished, NOFOLLOW_LINKS)) {
            // Left by a crash, and perhaps given away already: then it can be removed, not read.
            Files.delete(unfinished);
        }
        Files.createDirectory(unfinished);
        endow(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void endow(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:mode", mode, NOFOLLOW_LINKS);
        give(folder, "unix:gid", gid);
        give(folder, "unix:uid", uid);
    }

    /** Only where it differs: giving a folder away takes a capability, keeping it takes none. */
    private static void give(Path folder, String attribute, int wanted) throws IOException {
        if (!Integer.valueOf(wanted)
                .equals(Files.getAttribute(folder, attribute, NOFOLLOW_LINKS))) {
            Files.setAttribute(folder, attribute, wanted, NOFOLLOW_LINKS);
        }
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case FileAlreadyExistsException e -> e.getFile() + " is in the way";
            case DirectoryNotEmptyException e -> e.getFile() + " is in the way";
            case java.nio.file.AccessDeniedException e -> "no permission on " + e.getFile();
            case FileSystemException e ->
                    Optional.ofNullable(e.getReason()).orElseGet(e::toString)
                            + " ("
                            + e.getFile()
                            + ")";
            default -> failure.toString();
        };
    }
}

package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;

/**
 * State folders under one root of this host. A new folder is created under a temporary name that no
 * game can have, gets its mode and owner, and is then renamed. So nobody sees an incomplete folder.
 */
public final class HostStateFolders implements StateFolders {

    private static final int LOCKS = 64;
    private static final String LOST_AND_FOUND = "lost+found";
    private static final Log LOG = Log.of(HostStateFolders.class);

    private final Path root;
    private final int mode;
    private final int uid;
    private final int gid;
    private final RootMark mark;
    private final WriteTrial trial;
    private final Executor notes;
    private final AtomicBoolean noteFailed = new AtomicBoolean();
    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    /** Creates folders with the mode and owner of the settings. */
    public HostStateFolders(StateFolderSettings settings) {
        this(settings, NoteThread.executor());
    }

    HostStateFolders(StateFolderSettings settings, Executor notes) {
        this.root = settings.root().normalize();
        this.mode = settings.dirMode();
        this.uid = settings.ownerUid();
        this.gid = settings.ownerGid();
        this.mark = new RootMark(root);
        this.trial = new WriteTrial(root);
        this.notes = notes;
    }

    /**
     * Checks at boot that folders can be created under the root.
     *
     * @throws IOException with a sentence that says what is wrong with the root, and what to do
     */
    public void verifyRoot() throws IOException {
        if (!Files.exists(root)) {
            throw new IOException(
                    "the state root %s does not exist: mount its disk, or create it"
                            .formatted(root));
        }
        if (!Files.isDirectory(root)) {
            throw new IOException("the state root %s is not a folder".formatted(root));
        }
        try {
            Files.delete(Files.createTempFile(root, ".writable-", ""));
        } catch (IOException e) {
            throw new IOException(
                    "this service's user cannot write to the state root %s: %s"
                            .formatted(root, FileErrors.of(e)),
                    e);
        }
    }

    /**
     * Checks that a new folder can get its mode and owner, with a folder that is removed again.
     *
     * @return whether this process can then read the folder, and so recognize an empty one
     * @throws IOException with a sentence that says what is wrong
     */
    public boolean verifyOwnership() throws IOException {
        Path tried = Files.createTempDirectory(root, ".check-");
        try {
            giveModeAndOwner(tried);
            return !hasContent(tried);
        } catch (IOException e) {
            throw new IOException(
                    "cannot change the owner of a state folder to %d:%d: %s"
                            .formatted(uid, gid, FileErrors.of(e)),
                    e);
        } finally {
            Files.deleteIfExists(tried);
        }
    }

    @Override
    public Optional<String> refusal() {
        if (!Files.isWritable(root)) {
            return Optional.of(
                    "the state root %s is missing, read-only or not writable for this user"
                            .formatted(root));
        }
        try {
            return FullDisk.isFullForThisUser(root)
                    ? Optional.of("the disk of the state root %s is full".formatted(root))
                    : trial.repeatIfFailed();
        } catch (IOException failed) {
            return Optional.of(
                    "the disk of the state root %s cannot be read: %s"
                            .formatted(root, FileErrors.of(failed)));
        }
    }

    @Override
    public Optional<String> trial() {
        return refusal().or(trial::run);
    }

    @Override
    public String pathOf(GameId gameId) {
        return root.resolve(gameId.value()).toString();
    }

    @Override
    public String prepare(GameId gameId) throws IOException {
        Path folder = root.resolve(gameId.value());
        Lock lock = lock(gameId);
        lock.lock();
        try {
            if (makeIfMissing(gameId, folder)) {
                mark.forget(gameId);
            }
            return folder.toString();
        } catch (FileSystemException e) {
            throw new IOException(
                    "the state folder %s cannot be created: %s".formatted(folder, FileErrors.of(e)),
                    e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void discard(GameId gameId) throws IOException {
        Path folder = root.resolve(gameId.value());
        Lock lock = lock(gameId);
        lock.lock();
        try {
            if (Files.isDirectory(folder, NOFOLLOW_LINKS)) {
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException _) {
            // It is used, or gone.
        } catch (FileSystemException e) {
            throw new IOException(
                    "the empty folder %s cannot be deleted: %s".formatted(folder, FileErrors.of(e)),
                    e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String root() {
        return root.toString();
    }

    @Override
    public Found look(GameId gameId) throws IOException {
        Path folder = root.resolve(gameId.value());
        if (!exists(folder)) {
            return Found.MISSING;
        }
        if (hasContent(folder)) {
            return Found.THERE;
        }
        return mark.hasNote(gameId) ? Found.EMPTIED : Found.EMPTY;
    }

    @Override
    public Optional<Mark> mark() {
        return mark.read();
    }

    @Override
    public UUID markRoot(UUID id) throws IOException {
        try {
            return mark.make(id);
        } catch (IOException e) {
            throw new IOException(
                    "the state root %s cannot be marked: %s".formatted(root, FileErrors.of(e)), e);
        }
    }

    @Override
    public void noteLoss(GameId gameId) throws IOException {
        write(() -> mark.write(gameId));
    }

    @Override
    public void noteIncomplete() throws IOException {
        write(mark::writeIncomplete);
    }

    @Override
    public boolean incomplete() {
        return mark.isIncomplete();
    }

    /** A change of the mark. */
    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) throws IOException {
        try {
            mark.makePlace();
            writing.run();
        } catch (FileSystemException e) {
            throw new IOException(
                    "the mark of the state root %s cannot be written: %s"
                            .formatted(root, FileErrors.of(e)),
                    e);
        }
    }

    @Override
    public void note(GameId gameId) {
        notes.execute(() -> noteContent(gameId));
    }

    @Override
    public void accept(GameId gameId) throws IOException {
        Path folder = root.resolve(gameId.value());
        Lock lock = lock(gameId);
        lock.lock();
        try {
            makeIfMissing(gameId, folder);
            mark.forget(gameId);
        } catch (FileSystemException e) {
            throw new IOException(
                    "the state folder %s cannot be created: %s".formatted(folder, FileErrors.of(e)),
                    e);
        } finally {
            lock.unlock();
        }
    }

    private Lock lock(GameId gameId) {
        return locks[Math.floorMod(gameId.hashCode(), LOCKS)];
    }

    private boolean makeIfMissing(GameId gameId, Path folder) throws IOException {
        boolean missing = !exists(folder);
        if (missing) {
            make(folder, root.resolve(".new-" + gameId));
        }
        return missing;
    }

    private void noteContent(GameId gameId) {
        try {
            if (mark.read().isPresent() && !mark.hasNote(gameId) && look(gameId) == Found.THERE) {
                mark.write(gameId);
                noteFailed.set(false);
            }
        } catch (IOException failed) {
            if (noteFailed.getAndSet(true)) {
                return;
            }
            LOG.warn(
                    "cannot record that a state folder has content",
                    LogField.of("game_id", gameId),
                    LogField.of("error", FileErrors.of(failed)));
        }
    }

    /**
     * Whether the folder has content. If this process may not read the folder, it counts as full. A
     * lost+found does not count: a folder with its own file system has one from the start.
     */
    private static boolean hasContent(Path folder) throws IOException {
        try (DirectoryStream<Path> content =
                Files.newDirectoryStream(folder, entry -> !entry.endsWith(LOST_AND_FOUND))) {
            return content.iterator().hasNext();
        } catch (AccessDeniedException _) {
            return true;
        } catch (DirectoryIteratorException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            throw new IOException(
                    "%s cannot be read: %s".formatted(folder, FileErrors.of(cause)), e);
        } catch (IOException e) {
            throw new IOException("%s cannot be read: %s".formatted(folder, FileErrors.of(e)), e);
        }
    }

    private static boolean exists(Path folder) throws IOException {
        if (Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return true;
        }
        if (Files.exists(folder, NOFOLLOW_LINKS)) {
            throw new IOException(
                    "%s is in the place of a state folder but is not a folder: move it away"
                            .formatted(folder));
        }
        return false;
    }

    /** Only one thread per game may do this: renaming over an empty folder would succeed. */
    private void make(Path folder, Path unfinished) throws IOException {
        if (Files.isDirectory(unfinished, NOFOLLOW_LINKS)) {
            // Left by a crash. If it already has its owner, it can be removed but not read.
            Files.delete(unfinished);
        }
        Files.createDirectory(unfinished);
        giveModeAndOwner(unfinished);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void giveModeAndOwner(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:mode", mode, NOFOLLOW_LINKS);
        Ownership.give(folder, "unix:gid", gid);
        Ownership.give(folder, "unix:uid", uid);
    }
}

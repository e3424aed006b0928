package rtm.domain.fake;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;

/**
 * State folders in a directory of the test, with the mark in memory; they can be made to fail, and
 * their disk can be unmounted.
 */
public final class TemporaryStateFolders implements StateFolders {

    private final Path root;
    private final List<GameId> prepared = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<String>> failure =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> refusal =
            new AtomicReference<>(Optional.empty());
    private final Disk first;
    private final AtomicReference<Disk> disk;

    /** Makes folders under this directory. */
    public TemporaryStateFolders(Path root) {
        this.root = root.toAbsolutePath();
        this.first = new Disk(this.root);
        this.disk = new AtomicReference<>(first);
    }

    /** A disk at the path of the root, and the content recorded in its mark. */
    private static final class Disk {
        private final Path folder;
        private final Set<GameId> hadContent = ConcurrentHashMap.newKeySet();
        private volatile boolean marked;
        private volatile boolean incomplete;
        private volatile Optional<UUID> id = Optional.empty();

        Disk(Path folder) {
            this.folder = folder;
        }

        Path of(GameId gameId) {
            return folder.resolve(gameId.value());
        }
    }

    @Override
    public Optional<String> refusal() {
        return refusal.get();
    }

    @Override
    public Optional<String> trial() {
        return refusal();
    }

    @Override
    public String prepare(GameId gameId) throws IOException {
        Optional<String> words = failure.get();
        if (words.isPresent()) {
            throw new IOException(words.get());
        }
        prepared.add(gameId);
        make(gameId);
        return pathOf(gameId);
    }

    private void make(GameId gameId) throws IOException {
        Path folder = disk.get().of(gameId);
        requireNothingElse(folder);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            disk.get().hadContent.remove(gameId);
        }
    }

    @Override
    public String pathOf(GameId gameId) {
        return root.resolve(gameId.value()).toString();
    }

    @Override
    public void discard(GameId gameId) throws IOException {
        try {
            Files.deleteIfExists(disk.get().of(gameId));
        } catch (DirectoryNotEmptyException _) {
            // It is used.
        }
    }

    @Override
    public String root() {
        return root.toString();
    }

    @Override
    public Found look(GameId gameId) throws IOException {
        Path folder = disk.get().of(gameId);
        requireNothingElse(folder);
        if (!Files.isDirectory(folder)) {
            return Found.MISSING;
        }
        if (hasContent(folder)) {
            return Found.THERE;
        }
        return disk.get().hadContent.contains(gameId) ? Found.EMPTIED : Found.EMPTY;
    }

    private static void requireNothingElse(Path folder) throws IOException {
        if (Files.exists(folder) && (Files.isSymbolicLink(folder) || !Files.isDirectory(folder))) {
            throw new IOException(
                    folder + " is in the place of a state folder but is not a folder");
        }
    }

    private static boolean hasContent(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.anyMatch(entry -> !entry.endsWith("lost+found"));
        }
    }

    @Override
    public Optional<Mark> mark() {
        return Optional.of(disk.get())
                .filter(it -> it.marked)
                .map(it -> new Mark(it.folder.toString(), it.id));
    }

    @Override
    public UUID markRoot(UUID id) throws IOException {
        Optional<String> words = failure.get();
        if (words.isPresent()) {
            throw new IOException(words.get());
        }
        Disk there = disk.get();
        there.marked = true;
        UUID kept = there.id.orElse(id);
        there.id = Optional.of(kept);
        return kept;
    }

    @Override
    public void noteLoss(GameId gameId) {
        disk.get().marked = true;
        disk.get().hadContent.add(gameId);
    }

    @Override
    public void noteIncomplete() {
        disk.get().marked = true;
        disk.get().incomplete = true;
    }

    @Override
    public boolean incomplete() {
        return disk.get().incomplete;
    }

    @Override
    public void note(GameId gameId) {
        try {
            if (disk.get().marked && look(gameId) == Found.THERE) {
                disk.get().hadContent.add(gameId);
            }
        } catch (IOException _) {
            // Best effort.
        }
    }

    @Override
    public void accept(GameId gameId) throws IOException {
        Optional<String> words = failure.get();
        if (words.isPresent()) {
            throw new IOException(words.get());
        }
        make(gameId);
        disk.get().hadContent.remove(gameId);
    }

    /**
     * From now on this empty directory is visible instead of the root, as if its disk were not
     * mounted.
     */
    public void unmount(Path beneath) {
        disk.set(new Disk(beneath.toAbsolutePath()));
    }

    /** The first disk is visible again, with or without its mark. */
    public void mount(boolean marked) {
        disk.set(first);
        first.marked = marked;
        first.id = first.id.filter(_ -> marked);
    }

    /** The disk that is visible has a mark with this id, or one that an earlier program made. */
    public void mark(Optional<UUID> id) {
        disk.get().marked = true;
        disk.get().id = id;
    }

    /** Every later folder is refused with this message, though the root takes folders. */
    public void fail(String words) {
        failure.set(Optional.of(words));
    }

    /** The root takes no folders, and says why. */
    public void refuse(String words) {
        fail(words);
        refusal.set(Optional.of(words));
    }

    /** Later folders are created again. */
    public void mend() {
        failure.set(Optional.empty());
        refusal.set(Optional.empty());
    }

    /** The games whose folders were made, or would have been, in order. */
    public List<GameId> prepared() {
        return List.copyOf(prepared);
    }
}

package rtm.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import rtm.domain.model.GameId;
import rtm.domain.port.StateFolders;

/** State folders under a directory that a test gives; they can be made to fail. */
public final class TemporaryStateFolders implements StateFolders {

    private final Path root;
    private final List<GameId> prepared = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<String>> failure =
            new AtomicReference<>(Optional.empty());

    /** Makes folders under this directory. */
    public TemporaryStateFolders(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public String prepare(GameId gameId) throws IOException {
        Optional<String> words = failure.get();
        if (words.isPresent()) {
            throw new IOException(words.get());
        }
        prepared.add(gameId);
        return Files.createDirectories(root.resolve(gameId.value())).toString();
    }

    @Override
    public String pathOf(GameId gameId) {
        return root.resolve(gameId.value()).toString();
    }

    /** Every later folder is refused in these words. */
    public void fail(String words) {
        failure.set(Optional.of(words));
    }

    /** Later folders are made again. */
    public void mend() {
        failure.set(Optional.empty());
    }

    /** The games whose folders were asked for, in order. */
    public List<GameId> prepared() {
        return List.copyOf(prepared);
    }
}

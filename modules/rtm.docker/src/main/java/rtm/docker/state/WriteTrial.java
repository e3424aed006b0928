package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tries to write to the state root. Only this shows that a disk has no free inodes or that a quota
 * is used up. A trial that failed is repeated until one succeeds.
 */
final class WriteTrial {

    private static final String NAME = ".writable";
    private static final int BLOCK = 4096;

    private final Path root;
    private volatile boolean failed;

    WriteTrial(Path root) {
        this.root = root;
    }

    /** Writes a block to a file that is deleted at once; returns why that is not possible. */
    Optional<String> run() {
        Path file = root.resolve(NAME);
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, CREATE, WRITE, DELETE_ON_CLOSE, NOFOLLOW_LINKS)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (block.hasRemaining()) {
                channel.write(block);
            }
            failed = false;
            return Optional.empty();
        } catch (IOException refused) {
            failed = true;
            return Optional.of(
                    "an engine could not write to the state root %s: %s"
                            .formatted(root, FileErrors.of(refused)));
        }
    }

    /** The same if the last one failed; otherwise writes nothing. */
    Optional<String> repeatIfFailed() {
        return failed ? run() : Optional.empty();
    }
}

package rtm.docker.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The id of a state root: a file in the mark, with a UUID in its only line. A link gives a finished
 * file its name, so nobody sees an incomplete id, and the first of two processes wins.
 */
final class RootIdFile {

    private static final int MOST_BYTES = 64;
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path mark;
    private final Path file;

    /** The id in that mark, which may not exist yet. */
    RootIdFile(Path mark) {
        this.mark = mark;
        this.file = mark.resolve("id");
    }

    /** Empty if there is none, or if it cannot be read. */
    Optional<UUID> read() {
        if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Makes the file where it is missing; returns what it says. */
    UUID make(UUID wanted) throws IOException {
        if (!Files.exists(file, NOFOLLOW_LINKS)) {
            Path unfinished = Files.createTempFile(mark, ".id-", "", PRIVATE);
            try {
                write(unfinished, wanted);
                Files.createLink(file, unfinished);
            } catch (FileAlreadyExistsException _) {
                // Another process was faster.
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        force(mark);
        return read().orElseThrow(() ->
                new IOException("%s has no id that can be read: delete this file".formatted(file)));
    }

    /** The file gets the mark's owner, even if another user runs this program. */
    private void write(Path unfinished, UUID wanted) throws IOException {
        for (String owner : List.of("unix:gid", "unix:uid")) {
            Ownership.give(unfinished, owner, (Integer) Files.getAttribute(mark, owner));
        }
        try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((wanted + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /** A folder's entries are on the disk only after this. */
    private static void force(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}

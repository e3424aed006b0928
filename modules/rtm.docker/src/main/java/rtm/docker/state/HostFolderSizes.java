package rtm.docker.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rtm.domain.port.FolderSizes;
import rtm.domain.time.Deadline;

/**
 * Walks through folders, one at a time, on a thread that a hanging disk may keep: then later walks
 * are refused.
 */
public final class HostFolderSizes implements FolderSizes {

    private final Semaphore walking = new Semaphore(1);

    /** No walk runs yet. */
    public HostFolderSizes() {}

    @Override
    public long bytes(String path, Duration most) throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(most);
        if (!walking.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw late(path);
        }
        FutureTask<Long> walk = new FutureTask<>(() -> walk(Path.of(path), deadline));
        Thread.ofPlatform()
                .daemon()
                .name("state-size")
                .start(() -> {
                    try {
                        walk.run();
                    } finally {
                        walking.release();
                    }
                });
        try {
            return walk.get(
                    deadline.nanosLeft() + TimeUnit.MILLISECONDS.toNanos(100),
                    TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw late(path);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io
                    ? io
                    : new IOException(path + " cannot be measured: " + failed.getCause(), failed);
        }
    }

    private static IOException late(String path) {
        return new IOException("the size of " + path + " was not known in time");
    }

    private static long walk(Path folder, Deadline deadline) throws IOException {
        Sum sum = new Sum(folder, deadline);
        Files.walkFileTree(folder, sum);
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final Deadline deadline;
        private long bytes;

        Sum(Path folder, Deadline deadline) {
            this.folder = folder;
            this.deadline = deadline;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (deadline.past()) {
                throw late(folder.toString());
            }
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        /** A file that has gone meanwhile has no size; what cannot be read has an unknown one. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (Files.notExists(file) && !file.equals(folder)) {
                return FileVisitResult.CONTINUE;
            }
            throw new IOException(folder + " cannot be measured: " + why, why);
        }
    }
}

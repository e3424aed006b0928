package rtm.docker;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

/**
 * Checks that a daemon on this machine has space left for its containers. Passes if its folder is
 * not known, or cannot be seen by this process.
 *
 * @param dataRoot the daemon's folder, empty if it is on another machine or not known yet
 * @param disk reads the disk
 */
record DataRootCheck(Supplier<Optional<String>> dataRoot, Disk disk) implements DependencyCheck {

    /** The disk of a folder. */
    @FunctionalInterface
    interface Disk {
        /** Whether no space is left. */
        boolean isFull(Path folder) throws IOException;
    }

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    @Override
    public void check() {
        dataRoot.get()
                .filter(this::isFull)
                .ifPresent(folder -> {
                    throw new DependencyUnavailableException(
                            Dependency.DOCKER,
                            "the disk of its folder %s is full".formatted(folder),
                            null);
                });
    }

    private boolean isFull(String folder) {
        try {
            return disk.isFull(Path.of(folder));
        } catch (IOException | InvalidPathException _) {
            return false;
        }
    }
}

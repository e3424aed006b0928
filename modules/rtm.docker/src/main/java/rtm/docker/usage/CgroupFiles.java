package rtm.docker.usage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of control groups, versions 1 and 2. A container's group has its id in its name; where
 * it is depends on which driver Docker uses.
 *
 * @param root where the kernel shows them
 */
record CgroupFiles(Path root) {

    private static final int LONGEST_FILE = 64 * 1024;

    /** Whether all controllers are in one tree. */
    boolean unified() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    /**
     * The folder of a container's group.
     *
     * @param controller its tree; empty in the unified one
     */
    Optional<Path> group(String controller, String container) {
        Path tree = controller.isEmpty() ? root : root.resolve(controller);
        return Stream.of("docker/" + container, "system.slice/docker-" + container + ".scope")
                .map(tree::resolve)
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** A file's only number; empty if there is no such file, or no limit in it. */
    static Optional<Long> number(Path file) {
        return text(file).flatMap(text -> number(text.strip()));
    }

    /** The number after a name at the start of a line. */
    static Optional<Long> number(Path file, String name) {
        return text(file)
                .flatMap(text ->
                        text.lines()
                                .filter(line -> line.startsWith(name + " "))
                                .findFirst()
                                .flatMap(line -> number(line.substring(name.length() + 1))));
    }

    /** The numbers of a file's only line; a word, like max, is empty. */
    static List<Optional<Long>> numbers(Path file) {
        return text(file)
                .map(text -> Stream.of(text.strip().split(" +")).map(CgroupFiles::number).toList())
                .orElse(List.of());
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}

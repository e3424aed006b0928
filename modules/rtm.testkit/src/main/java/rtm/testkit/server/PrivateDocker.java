package rtm.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Docker daemon of a test's own, which it may break. */
public final class PrivateDocker implements AutoCloseable {

    /** With user namespaces, the containers' root must reach its files below the folder. */
    private static final FileAttribute<?> PASSABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));

    private final String tool;
    private final Path folder;
    private final List<String> options;

    private PrivateDocker(String tool, Path folder, List<String> options) {
        this.tool = tool;
        this.folder = folder;
        this.options = options;
    }

    /** Starts one with these options of dockerd, and copies images to it. */
    public static PrivateDocker start(List<String> options, String... images) throws IOException {
        String tool =
                Optional.ofNullable(System.getenv("RTM_TEST_PRIVATE_DOCKER"))
                        .orElseThrow(() ->
                                new IllegalStateException("RTM_TEST_PRIVATE_DOCKER is not set"));
        PrivateDocker docker =
                new PrivateDocker(
                        tool, Files.createTempDirectory("rtm-docker-", PASSABLE), options);
        try {
            docker.restart();
            docker.tool("images", List.of(images));
            return docker;
        } catch (RuntimeException failed) {
            docker.close();
            throw failed;
        }
    }

    /** Its address. */
    public URI uri() {
        return URI.create("unix://" + folder.resolve("docker.sock"));
    }

    /** Ends it as a crash would; its containers live on if it was started with live-restore. */
    public void crash() {
        tool("crash", List.of());
    }

    /** Ends its containerd as a crash would; it starts another one by itself. */
    public void crashContainerd() {
        tool("crash_containerd", List.of());
    }

    /**
     * Ends it in good order, as an upgrade of its package does; its containers end with it if it
     * was started without live-restore.
     */
    public void terminate() {
        tool("terminate", List.of());
    }

    /** Starts it again. */
    public void restart() {
        tool("start", options);
    }

    /** Its process. */
    public long pid() {
        try {
            return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends its process a signal, as {@code kill} names it. */
    public void signal(String name) {
        Commands.run(List.of("kill", "-" + name, Long.toString(pid())));
    }

    /** Runs Docker's own client on it. */
    public String docker(String... arguments) {
        return Commands.run(
                Stream.concat(Stream.of("docker", "-H", uri().toString()), Stream.of(arguments))
                        .toList());
    }

    private void tool(String command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(tool, command, folder.toString()));
        line.addAll(arguments);
        Commands.run(line);
    }

    /** Takes it away, with its containers and its folder. */
    @Override
    public void close() {
        tool("stop", List.of());
    }
}

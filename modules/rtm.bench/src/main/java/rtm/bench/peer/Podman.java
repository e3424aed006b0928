package rtm.bench.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rtm.testkit.server.Commands;

/**
 * Podman with storage and a network namespace of its own, so that it changes nothing of this
 * machine's.
 */
public final class Podman {

    /** Not every machine lets root raise limits of processes, which is its default. */
    private static final List<String> OPTIONS =
            List.of(
                    "--log-driver=k8s-file",
                    "--ulimit=nofile=1024:1024",
                    "--ulimit=nproc=1024:1024");

    private Podman() {}

    /**
     * {@code podman run} and {@code podman stop}.
     *
     * @param docker has the image
     * @throws IllegalStateException if it is not installed or does not work here
     */
    public static Peer open(URI docker) throws Exception {
        Path folder = Files.createTempDirectory("rtm-podman-");
        String network = folder.getFileName().toString();
        Commands.run(List.of("ip", "netns", "add", network));
        CommandPeer podman =
                new CommandPeer(
                        List.of(
                                "nsenter",
                                "--net=/run/netns/" + network,
                                "podman",
                                "--root=" + folder.resolve("storage"),
                                "--runroot=" + folder.resolve("run"),
                                "--tmpdir=" + folder.resolve("tmp"),
                                "--network-config-dir=" + folder.resolve("networks"),
                                "--cgroup-manager=cgroupfs",
                                "--events-backend=file"),
                        OPTIONS,
                        () -> close(folder, network));
        try {
            load(podman, docker, folder);
            return podman;
        } catch (IllegalStateException absent) {
            podman.close();
            throw absent;
        }
    }

    private static void load(CommandPeer podman, URI docker, Path folder) throws IOException {
        Commands.run(
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        folder.getFileName().toString(),
                        "ip",
                        "link",
                        "set",
                        "lo",
                        "up"));
        Path image = folder.resolve("image.tar");
        Commands.run(
                List.of(
                        "docker",
                        "-H",
                        docker.toString(),
                        "save",
                        "--output=" + image,
                        Engine.IMAGE));
        podman.call(List.of("load", "--quiet", "--input=" + image));
        Files.delete(image);
    }

    private static void close(Path folder, String network) {
        // The storage is mounted on itself while Podman uses it.
        Commands.run(
                List.of(
                        "sh",
                        "-c",
                        "awk -v folder=\"$0\" 'index($2, folder) == 1 { print $2 }' /proc/mounts"
                                + " | sort -r | xargs -r umount -l; rm -rf \"$0\";"
                                + " ip netns delete \"$1\"",
                        folder.toString(),
                        network));
    }
}

package rtm.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.testkit.server.Commands;
import rtm.testkit.server.DockerHost;
import rtm.testkit.server.Trees;

/**
 * {@code docker compose up} and {@code down}: a project for each engine, or one for all that start
 * at once. Its stop removes the container too.
 */
public final class ComposePeer implements Peer {

    private final List<String> command;
    private final DockerHost docker;
    private final Path folder;

    /**
     * Compose on this daemon.
     *
     * @throws IllegalStateException if it is not installed
     */
    public ComposePeer(DockerHost docker) throws IOException {
        this.docker = docker;
        command = command();
        folder = Files.createTempDirectory("rtm-compose-");
    }

    /** Docker's plug-in, or the program that it was before. */
    private static List<String> command() {
        try {
            Commands.run(List.of("docker", "compose", "version"));
            return List.of("docker", "compose");
        } catch (IllegalStateException _) {
            return List.of(Commands.run(List.of("sh", "-c", "command -v docker-compose")).strip());
        }
    }

    private void call(String project, String... words) {
        Commands.run(
                Stream.of(
                                List.of("env", "DOCKER_HOST=" + docker.uri()),
                                command,
                                List.of(
                                        "--project-name",
                                        project,
                                        "--file",
                                        file(project).toString()),
                                List.of(words))
                        .flatMap(List::stream)
                        .toList());
    }

    private Path file(String project) {
        return folder.resolve(project + ".yaml");
    }

    private static String service(String name) {
        return """
        %1$s:
          image: %2$s
          hostname: %1$s
          mem_limit: 512m
          memswap_limit: 512m
          cpus: 1
          pids_limit: 512
        """
                .formatted(name, Engine.IMAGE)
                .indent(2);
    }

    private void write(String project, List<String> names) throws IOException {
        String services = names.stream().map(ComposePeer::service).collect(Collectors.joining());
        Files.writeString(
                file(project),
                """
                services:
                %snetworks:
                  default:
                    external: true
                    name: %s
                """
                        .formatted(services, docker.network()));
    }

    @Override
    public void start(String name) throws IOException {
        write(name, List.of(name));
        call(name, "up", "--detach");
    }

    @Override
    public void stop(String name) {
        call(name, "down");
    }

    @Override
    public void burst(List<String> names) throws IOException {
        write(names.getFirst(), names);
        call(names.getFirst(), "up", "--detach");
    }

    @Override
    public void remove(List<String> names) {
        call(names.getFirst(), "down", "--timeout=0");
    }

    @Override
    public void close() {
        Trees.delete(folder);
    }
}

package rtm.bench.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import rtm.testkit.server.Commands;
import rtm.testkit.server.DockerHost;

/**
 * A command line that is called for each engine: Docker's, or another that has learned its words.
 */
public final class CommandPeer implements Peer {

    private final List<String> command;
    private final List<String> options;
    private final Closeable leftovers;

    /**
     * A command line.
     *
     * @param command the program, and what it is given before the word for what it does
     * @param options what {@code run} is given besides the limits
     * @param leftovers what is closed at the end
     */
    CommandPeer(List<String> command, List<String> options, Closeable leftovers) {
        this.command = command;
        this.options = options;
        this.leftovers = leftovers;
    }

    /** {@code docker run} and {@code docker stop} on this daemon. */
    public static CommandPeer docker(DockerHost docker) {
        return new CommandPeer(
                List.of("docker", "-H", docker.uri().toString()),
                List.of("--network=" + docker.network()),
                () -> {});
    }

    void call(List<String> arguments) {
        Commands.run(Stream.concat(command.stream(), arguments.stream()).toList());
    }

    @Override
    public void start(String name) {
        call(
                Stream.of(
                                List.of("run", "--detach", "--name", name, "--hostname", name),
                                Engine.LIMITS,
                                options,
                                List.of(Engine.IMAGE))
                        .flatMap(List::stream)
                        .toList());
    }

    @Override
    public void stop(String name) {
        call(List.of("stop", name));
    }

    @Override
    public void burst(List<String> names) throws Exception {
        AtOnce.run(names, this::start);
    }

    @Override
    public void remove(List<String> names) {
        call(Stream.concat(Stream.of("rm", "--force"), names.stream()).toList());
    }

    @Override
    public void close() throws IOException {
        leftovers.close();
    }
}

package rtm.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several machines with a Docker daemon each, on one wire that this host is on too. Their engines
 * reach each other by address, on the network {@link #NETWORK}.
 */
public final class Machines implements AutoCloseable {

    /** The network of the games on each machine. */
    public static final String NETWORK = "galaxy-net";

    private final String tool;
    private final Path folder;
    private final int count;

    private Machines(String tool, Path folder, int count) {
        this.tool = tool;
        this.folder = folder;
        this.count = count;
    }

    /** Starts them, and copies images to each. */
    public static Machines start(int count, String... images) throws IOException {
        String tool =
                Optional.ofNullable(System.getenv("RTM_TEST_MACHINES"))
                        .orElseThrow(
                                () -> new IllegalStateException("RTM_TEST_MACHINES is not set"));
        Machines machines = new Machines(tool, Files.createTempDirectory("rtm-machines-"), count);
        try {
            machines.run("up", Integer.toString(count));
            machines.run("images", images);
            return machines;
        } catch (RuntimeException failed) {
            machines.close();
            throw failed;
        }
    }

    /** The machine with a number, from 1. */
    public Machine machine(int number) {
        if (number < 1 || number > count) {
            throw new IllegalArgumentException("there is no machine " + number);
        }
        return new Machine(number);
    }

    /** All of them, in order. */
    public List<Machine> all() {
        return IntStream.rangeClosed(1, count).mapToObj(this::machine).toList();
    }

    /** The address of this host for them. */
    public String host() {
        return read(folder.resolve("hub"));
    }

    /** Ends them with everything on them. */
    @Override
    public void close() {
        run("down");
    }

    private void run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(tool, command, folder.toString()));
        line.addAll(List.of(arguments));
        Commands.run(line);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One of the machines. */
    public final class Machine {

        private final int number;
        private final Path home;

        private Machine(int number) {
            this.number = number;
            this.home = folder.resolve(Integer.toString(number));
        }

        /** From 1. */
        public int number() {
            return number;
        }

        /** Its address for the others and for this host. */
        public String address() {
            return read(home.resolve("address"));
        }

        /** Where its Docker listens, for processes on this host and on the machine. */
        public URI docker() {
            return URI.create("unix://" + home.resolve("docker.sock"));
        }

        /** The command that runs another one in the machine's network, and becomes it. */
        public List<String> starter() {
            return List.of("nsenter", "--net=/run/netns/" + read(home.resolve("netns")));
        }

        /** Runs Docker's own client on its daemon. */
        public String docker(String... arguments) {
            return Commands.run(
                    Stream.concat(
                                    Stream.of("docker", "-H", docker().toString()),
                                    Stream.of(arguments))
                            .toList());
        }

        /**
         * It loses its power: the daemon and all engines end at once. What a test started on it
         * lives on this host, and the test ends it.
         */
        public void powerOff() {
            run("power_off", Integer.toString(number));
        }

        /** Its daemon crashes; the engines run on. */
        public void crashDaemon() {
            run("crash", Integer.toString(number));
        }

        /** It starts again, or its daemon does. */
        public void boot() {
            run("boot", Integer.toString(number));
        }

        /** It is taken off the wire; nothing is refused, everything is lost. */
        public void cut() {
            run("cut", Integer.toString(number));
        }

        /** It is back on the wire. */
        public void heal() {
            run("heal", Integer.toString(number));
        }
    }
}

package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import rtm.main.client.CommandLineClient;
import rtm.main.client.SupportSources;

/**
 * Types commands at a service that runs: shows that the command line loads in the image. A program
 * of its own, so that its classes do not come into the cache, which the service loads as a whole.
 */
public final class CommandLineTrial {

    /** What operators type most. */
    private static final List<String> COMMANDS =
            List.of("ps", "ps --json", "status", "ops --open", "events", "show none", "--help");

    /** The service of the training run knows no game, and does not count what waits. */
    private static final List<String> REFUSED = List.of("show none", "ops --open");

    private CommandLineTrial() {}

    /**
     * Types all commands.
     *
     * @param arguments the URL of the service
     */
    public static void main(String[] arguments) {
        for (String words : COMMANDS) {
            type(arguments[0], words);
        }
    }

    private static void type(String service, String words) {
        int code =
                CommandLineClient.run(
                        List.of(("--url " + service + " " + words).split(" ", -1)),
                        List.of(),
                        new SupportSources(
                                Path.of("none"),
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(1),
                                _ -> List.of()),
                        Map.of(),
                        System.out,
                        System.err);
        expect(REFUSED.contains(words) ? 1 : 0, code);
    }
}

package rtm.main.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a bundle for support comes from, besides the service.
 *
 * @param settings the settings of the unit
 * @param self the command line that starts this program, without words
 * @param log the command line that prints the log; empty if there is none
 * @param patience for a program that is run
 * @param secrets all values of these variables that may not be shown
 */
public record SupportSources(
        Path settings,
        List<String> self,
        List<String> log,
        Duration patience,
        Function<Map<String, String>, Collection<String>> secrets) {

    /** Keeps its own copies. */
    public SupportSources {
        self = List.copyOf(self);
        log = List.copyOf(log);
    }

    List<String> program(List<String> words) {
        return Stream.concat(self.stream(), words.stream()).toList();
    }
}

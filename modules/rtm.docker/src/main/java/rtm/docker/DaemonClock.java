package rtm.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the daemon's clock from the header of an answer. */
final class DaemonClock {

    private DaemonClock() {}

    /** The time of the answer in whole seconds; empty if it has no readable date. */
    static Optional<Instant> time(Response response) {
        return Optional.ofNullable(response.getHeader("Date")).flatMap(DaemonClock::parse);
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

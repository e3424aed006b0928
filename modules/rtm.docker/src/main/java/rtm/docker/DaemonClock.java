package rtm.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the daemon's own clock, which stands in the head of each of its answers. */
final class DaemonClock {

    private DaemonClock() {}

    /** When it answered, cut down to the second; empty if the answer does not say. */
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

package rtm.docker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import rtm.domain.port.DaemonHost;

/** Reads this machine's boot time from the kernel, if the daemon runs on this machine. */
record BootTime(Path statistics) implements DaemonHost {

    private static final Pattern BOOT = Pattern.compile("^btime ([0-9]{1,12})$", Pattern.MULTILINE);

    /** A socket file leads to a daemon on this machine; another machine's boot time is unknown. */
    static DaemonHost of(URI host) {
        return "unix".equals(host.getScheme())
                ? new BootTime(Path.of("/proc/stat"))
                : Optional::empty;
    }

    @Override
    public Optional<Instant> bootedAt() {
        try {
            return BOOT.matcher(Files.readString(statistics))
                    .results()
                    .findFirst()
                    .map(BootTime::time);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Instant time(MatchResult found) {
        return Instant.ofEpochSecond(Long.parseLong(found.group(1)));
    }
}

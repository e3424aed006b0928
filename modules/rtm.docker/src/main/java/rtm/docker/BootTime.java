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

/** Reads from the kernel when this machine was booted, where the daemon is on it as well. */
record BootTime(Path statistics) implements DaemonHost {

    private static final Pattern BOOT = Pattern.compile("^btime ([0-9]{1,12})$", Pattern.MULTILINE);

    /** Behind a socket file is a daemon of this machine; of another one nothing is known. */
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

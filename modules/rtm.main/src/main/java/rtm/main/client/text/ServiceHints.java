package rtm.main.client.text;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to type for the installed service: systemd's commands, or where systemd does not run, those
 * of the package.
 *
 * @param systemd whether systemd runs
 */
public record ServiceHints(boolean systemd) {

    private static final Path FOLDER = Path.of("/run/systemd/system");
    private static final String AS_SERVICE = "/opt/rtmanager/bin/rtmanager-as-service";

    /** Those for this machine. */
    public static ServiceHints onThisHost() {
        return new ServiceHints(Files.isDirectory(FOLDER));
    }

    /** Starts it. */
    public String start() {
        return systemd ? "systemctl start rtmanager" : AS_SERVICE;
    }

    /** Where to look if it does not answer. */
    public String look() {
        return systemd
                ? "See: systemctl status rtmanager"
                : "systemd does not run here; this starts the installed service, as root: "
                        + AS_SERVICE;
    }
}

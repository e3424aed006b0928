package rtm.main.client.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to type for the installed service: systemd's commands, or where systemd does not run, those
 * of the package.
 *
 * @param systemd whether systemd runs
 */
public record ServiceHints(boolean systemd) {

    private static final Path FOLDER = Path.of("/run/systemd/system");
    private static final String LINES = "5000";
    private static final List<String> JOURNAL =
            List.of(
                    "journalctl",
                    "--unit=rtmanager",
                    "--lines=" + LINES,
                    "--output=short-iso",
                    "--no-pager");

    /** Where the commands of docs/install.md put it. */
    private static final Path LOG = Path.of("/var/log/rtmanager.log");

    private static final String AS_SERVICE = "/opt/rtmanager/bin/rtmanager-as-service";

    /** Those for this machine. */
    public static ServiceHints onThisHost() {
        return new ServiceHints(Files.isDirectory(FOLDER));
    }

    /** Starts it. */
    public String start() {
        return systemd ? "systemctl start rtmanager" : AS_SERVICE;
    }

    /** The command that prints the log; empty if nobody knows where that is. */
    public List<String> log() {
        return systemd ? JOURNAL : log(LOG);
    }

    static List<String> log(Path file) {
        return Files.isRegularFile(file)
                ? List.of("tail", "-n", LINES, file.toString())
                : List.of();
    }

    /** Where to look if it does not answer. */
    public String look() {
        return look(LOG);
    }

    String look(Path log) {
        if (systemd) {
            return "See: systemctl status rtmanager";
        }
        return "systemd does not run here; %sthis starts the installed service, as root: %s"
                .formatted(
                        Files.isRegularFile(log) ? "its log is %s; ".formatted(log) : "",
                        AS_SERVICE);
    }
}

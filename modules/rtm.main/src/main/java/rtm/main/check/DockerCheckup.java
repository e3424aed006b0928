package rtm.main.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rtm.docker.DaemonInfo;
import rtm.docker.DockerSettings;

/**
 * Checks Docker: version, network, whether games survive a daemon restart, whether their logs are
 * limited in size.
 *
 * @param daemonFile the usual file of the daemon's settings, which may not exist
 */
record DockerCheckup(DockerSettings settings, DockerLook look, Path daemonFile) implements Checkup {

    static final Path DAEMON_FILE = Path.of("/etc/docker/daemon.json");
    private static final String ITEM = "docker";

    /** Log drivers that keep everything by default. */
    private static final Set<String> UNBOUNDED = Set.of("json-file");

    @Override
    public List<Finding> run() {
        DaemonInfo facts = look.facts();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        ITEM,
                        "Docker %s at %s, with a supported API version"
                                .formatted(facts.version(), settings.host())));
        findings.add(
                Finding.ok(ITEM, "network %s is a bridge network".formatted(settings.network())));
        findings.add(liveRestore(facts));
        findings.add(logs(facts));
        dataRoot(facts).ifPresent(findings::add);
        return findings;
    }

    private Finding liveRestore(DaemonInfo facts) {
        return facts.liveRestore()
                ? Finding.ok(ITEM, "live-restore is on: games survive a restart of the daemon")
                : Finding.warn(
                        ITEM,
                        "live-restore is off: every restart or crash of the daemon ends every game",
                        "set \"live-restore\": true in %s and reload the daemon"
                                .formatted(daemonFile));
    }

    private Finding logs(DaemonInfo facts) {
        String driver = settings.logDriver().orElse(facts.logDriver());
        if (!UNBOUNDED.contains(driver)) {
            return Finding.ok(ITEM, "engines use the log driver " + driver);
        }
        boolean bounded =
                settings.logOptions().containsKey("max-size")
                        || (settings.logDriver().isEmpty() && daemonBoundsLogs());
        return bounded
                ? Finding.ok(
                        ITEM, "engines use the log driver %s, limited in size".formatted(driver))
                : Finding.warn(
                        ITEM,
                        "engines use the log driver %s without a size limit and can fill the disk"
                                .formatted(driver),
                        "set RTMANAGER_DOCKER_LOG_DRIVER=local, or a driver with"
                                + " RTMANAGER_DOCKER_LOG_OPTS=max-size=10m,max-file=3");
    }

    /** As far as this file shows; a daemon may have its options elsewhere. */
    private boolean daemonBoundsLogs() {
        try {
            return Files.readString(daemonFile).contains("\"max-size\"");
        } catch (IOException _) {
            return false;
        }
    }

    /** The daemon's own disk, if it is on this host. */
    private Optional<Finding> dataRoot(DaemonInfo facts) {
        Path root = Path.of(facts.dataRoot());
        boolean here = "unix".equals(settings.host().getScheme()) && Files.isDirectory(root);
        return here ? Optional.of(Disk.finding(ITEM, root)) : Optional.empty();
    }
}

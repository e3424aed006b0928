package rtm.main.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rtm.docker.DaemonInfo;
import rtm.docker.DockerSettings;
import rtm.docker.state.FullDisk;

/**
 * Checks Docker: version, network, whether games survive a daemon restart, whether their logs are
 * limited in size.
 *
 * @param stateOwner the user that owns the games' folders
 * @param daemonFile the usual file of the daemon's settings, which may not exist
 */
record DockerCheckup(DockerSettings settings, int stateOwner, DockerLook look, Path daemonFile)
        implements Checkup {

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
        findings.add(look.networkIsIsolated() ? isolated() : bridge());
        findings.add(liveRestore(facts));
        findings.add(noSuchDriver(facts).orElseGet(() -> logs(facts)));
        if (!look.keepsItsId()) {
            findings.add(otherId());
        }
        if (facts.userNamespaces() && stateOwner == 0) {
            findings.add(foreignRoot());
        }
        dataRoot(facts).ifPresent(findings::add);
        return findings;
    }

    private Finding bridge() {
        return Finding.ok(ITEM, "network %s is a bridge network".formatted(settings.network()));
    }

    private Finding isolated() {
        return Finding.warn(
                ITEM,
                "network %s has the gateway mode isolated: this host reaches no engine, so every"
                                .formatted(settings.network())
                        + " probe fails and every patch is rolled back",
                "create the network without the option gateway_mode_ipv4=isolated");
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

    private static Finding otherId() {
        return Finding.fail(
                ITEM,
                "the daemon gives another ID for each question, as Podman does, so this service"
                        + " cannot tell it from another daemon",
                "use a Docker daemon");
    }

    private static Finding foreignRoot() {
        return Finding.warn(
                ITEM,
                "the daemon uses user namespaces (userns-remap), and root of this host owns the"
                        + " games' folders: engines cannot write there",
                "set RTMANAGER_GAME_STATE_OWNER_UID and _GID to the first numbers of the daemon's"
                        + " user in /etc/subuid and /etc/subgid");
    }

    /** A driver of a plugin may have another name in the daemon's list. */
    private Optional<Finding> noSuchDriver(DaemonInfo facts) {
        return settings.logDriver()
                .filter(driver -> !facts.logDrivers().isEmpty())
                .filter(driver -> !driver.equals("none") && !driver.matches(".*[:/].*"))
                .filter(driver -> !facts.logDrivers().contains(driver))
                .map(driver ->
                        Finding.fail(
                                ITEM,
                                "the daemon has no log driver %s, so no engine can be started"
                                        .formatted(driver),
                                "set RTMANAGER_DOCKER_LOG_DRIVER to one of "
                                        + String.join(", ", new TreeSet<>(facts.logDrivers()))));
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
        return here
                ? Optional.of(Disk.finding(ITEM, root, FullDisk::isFullForRoot))
                : Optional.empty();
    }
}

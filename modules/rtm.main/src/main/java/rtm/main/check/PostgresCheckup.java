package rtm.main.check;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.docker.DaemonInfo;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.text.Plural;
import rtm.main.settings.Settings;
import rtm.store.PostgresInspection;

/**
 * Checks PostgreSQL: login, schema, grants, migrations, writes, clock, and the recorded Docker
 * daemon.
 */
record PostgresCheckup(Settings settings, DockerLook docker, InstantSource clock)
        implements Checkup {

    private static final String ITEM = "postgres";

    @Override
    public List<Finding> run() {
        PostgresInspection seen = PostgresInspection.of(settings.store(), clock);
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        ITEM,
                        "PostgreSQL %s at %s, database %s, role %s, schema and grants as needed"
                                .formatted(
                                        seen.serverVersion(),
                                        settings.store().dsn().server(),
                                        seen.database(),
                                        seen.role())));
        seen.writesRefused()
                .map(reason ->
                        Finding.fail(
                                ITEM,
                                reason,
                                "let it take writes again; if ALTER SYSTEM did it, as an administrator run: ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf();"))
                .ifPresent(findings::add);
        findings.add(
                seen.migrationsMissing() == 0
                        ? Finding.ok(ITEM, "no migration to apply")
                        : Finding.ok(
                                ITEM,
                                "the next start applies "
                                        + Plural.of(seen.migrationsMissing(), "migration")));
        findings.add(Skew.finding(ITEM, seen.clockAhead()));
        DaemonInfo daemon;
        try {
            daemon = docker.facts();
        } catch (DependencyUnavailableException reportedByDockerCheckup) {
            return findings;
        }
        if (!settings.node().many()) {
            anotherDaemon(seen, daemon.id()).ifPresent(findings::add);
        }
        findings.addAll(
                new NodeFindings(settings, seen, daemon, node -> otherRoot(seen, node)).all());
        return findings;
    }

    /** Before the schema is up to date, nobody can read it. */
    private Optional<String> otherRoot(PostgresInspection seen, NodeId node) {
        return seen.migrationsMissing() > 0
                ? Optional.empty()
                : StateRootCheckup.otherRoot(settings, node);
    }

    private Optional<Finding> anotherDaemon(PostgresInspection seen, String present) {
        boolean ofAnotherNode =
                seen.nodes().stream().anyMatch(node -> node.daemon().equals(Optional.of(present)));
        return seen.recordedDaemon()
                .filter(_ -> !ofAnotherNode)
                .filter(recorded -> !recorded.equals(present))
                .map(recorded -> changed(recorded, present));
    }

    private Finding changed(String recorded, String present) {
        String found =
                "the records are about Docker daemon %s, but daemon %s answers"
                        .formatted(recorded, present);
        return settings.process().acceptDaemonChange()
                ? Finding.warn(
                        "docker",
                        found,
                        "RTMANAGER_ACCEPT_ENGINE_CHANGE is set: the next start marks every game"
                                + " that is"
                                + " not on this daemon as removed; unset it after that start")
                : Finding.fail(
                        "docker",
                        found,
                        "point RTMANAGER_DOCKER_HOST at the recorded daemon, or set"
                                + " RTMANAGER_ACCEPT_ENGINE_CHANGE=true for one start");
    }
}

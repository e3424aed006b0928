package rtm.main.check;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;
import rtm.main.logging.LogSetup;
import rtm.main.settings.Settings;
import rtm.main.settings.type.LogLevel;
import rtm.main.telemetry.BootFailure;
import rtm.store.StoreOpenException;

/**
 * The command {@code check}: checks everything that a start needs without disturbing a running
 * service. It opens no listener, applies no migration, takes no lock and reads no job. The parts
 * are checked in parallel, each with its own deadlines.
 */
public final class Check {

    private static final int PASSED = 0;
    private static final int FAILED = 1;

    private Check() {}

    /**
     * Checks and prints.
     *
     * @param json whether as one JSON object
     * @return the exit code: 0 if the service can start, even with warnings
     */
    public static int run(
            Map<String, String> environment, InstantSource clock, PrintStream out, boolean json)
            throws InterruptedException {
        LogSetup.configure(LogLevel.ERROR);
        List<Finding> findings = new ArrayList<>();
        Optional<Settings> settings =
                Settings.read(environment)
                        .report(
                                warning -> findings.add(ignored(warning)),
                                problem -> findings.add(wrong(problem)));
        if (settings.isPresent()) {
            findings.add(Finding.ok("settings", "complete and valid"));
            findings.addAll(look(checkups(settings.orElseThrow(), environment, clock)));
        }
        Report report = new Report(findings);
        if (json) {
            report.printJson(out);
        } else {
            report.print(out);
        }
        return report.passed() ? PASSED : FAILED;
    }

    private static Finding ignored(String warning) {
        return Finding.warn("settings", warning, "remove the variable, or correct its name");
    }

    private static Finding wrong(String problem) {
        return Finding.fail("settings", problem, "docs/configuration.md lists all variables");
    }

    private static Map<String, Checkup> checkups(
            Settings settings, Map<String, String> environment, InstantSource clock) {
        DockerLook docker = new DockerLook(settings);
        Map<String, Checkup> checkups = new LinkedHashMap<>();
        PostgresCheckup postgres = new PostgresCheckup(settings, docker, clock);
        checkups.put("postgres", postgres);
        checkups.put("redis", new RedisCheckup(settings, clock));
        checkups.put(
                "docker",
                new DockerCheckup(
                        settings.docker(),
                        settings.stateFolders().ownerUid(),
                        docker,
                        DockerCheckup.DAEMON_FILE));
        checkups.put("telemetry", new TelemetryCheckup(settings.telemetry(), environment));
        if (settings.node().many()) {
            checkups.put("nodes", OthersCheckup.of(settings, docker, clock));
        }
        checkups.put("listener", new ListenerCheckup(settings.http()));
        checkups.put("state root", new StateRootCheckup(settings, docker, clock));
        checkups.put("lobby", new LobbyCheckup(settings.lobby()));
        checkups.put("unit", UnitCheckup.of(settings.stateFolders().root()));
        checkups.put("user", UserCheckup.ofThisProcess());
        return checkups;
    }

    private static List<Finding> look(Map<String, Checkup> checkups) throws InterruptedException {
        Map<String, FutureTask<List<Finding>>> looking = new LinkedHashMap<>();
        checkups.forEach((item, checkup) -> {
            FutureTask<List<Finding>> task = new FutureTask<>(checkup::run);
            Thread.ofVirtual().name("check-" + item).start(task);
            looking.put(item, task);
        });
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, FutureTask<List<Finding>>> part : looking.entrySet()) {
            findings.addAll(outcome(part.getKey(), part.getValue()));
        }
        return findings;
    }

    private static List<Finding> outcome(String item, FutureTask<List<Finding>> task)
            throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            return switch (failed.getCause()) {
                case DependencyUnavailableException away ->
                        List.of(Finding.fail(item, away.text(), ""));
                case StoreOpenException refused -> List.of(Finding.fail(item, refused.text(), ""));
                case BootFailure refused ->
                        refused.sentences().stream()
                                .map(sentence -> Finding.fail(item, sentence, ""))
                                .toList();
                case null, default ->
                        List.of(
                                Finding.fail(
                                        item,
                                        "an answer could not be read: " + words(failed.getCause()),
                                        "if the server is in order, report this as a defect"));
            };
        }
    }

    /** An exception that no part expects; its type is no help to an operator. */
    private static String words(@Nullable Throwable unexpected) {
        return unexpected == null || unexpected.getMessage() == null
                ? "no details"
                : unexpected.getMessage();
    }
}

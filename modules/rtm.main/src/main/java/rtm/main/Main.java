package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import rtm.main.check.Check;
import rtm.main.check.CheckAsService;
import rtm.main.check.DryRun;
import rtm.main.check.PrintedReport;
import rtm.main.client.CommandLineClient;
import rtm.main.client.LocalCommand;
import rtm.main.client.SupportSources;
import rtm.main.client.call.InstalledSettings;
import rtm.main.client.text.CheckedOutput;
import rtm.main.client.text.Json;
import rtm.main.client.text.Screen;
import rtm.main.client.text.ServiceHints;
import rtm.main.settings.EffectiveSettings;
import rtm.main.settings.Secrets;
import rtm.main.settings.Settings;
import rtm.main.telemetry.Version;

/** The program's entry point: runs the command that the command line names. */
public final class Main {

    private static final int USAGE = 2;
    private static final Duration SUPPORT_PATIENCE = Duration.ofSeconds(12);

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    /** The service starts without the classes that read a command line. */
    private static int run(List<String> words) {
        return switch (String.join(" ", words)) {
            case "" ->
                    BareCommand.help(
                                    System.getenv(), Screen.atTerminal(), ServiceHints.onThisHost())
                            .map(Main::refuse)
                            .orElseGet(() -> Serve.run(System.getenv()));
            case "serve" -> Serve.run(System.getenv());
            case "--version" -> printing(Main::version);
            default -> printing(() -> client(words));
        };
    }

    private static int refuse(String help) {
        System.err.println(help);
        return USAGE;
    }

    /** A command whose output was lost has failed. */
    private static int printing(IntSupplier command) {
        CheckedOutput written = new CheckedOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(written, true, System.out.charset()));
        int code = command.getAsInt();
        System.out.flush();
        if (written.failure().isEmpty()) {
            return code;
        }
        System.err.println("The output cannot be written: " + written.failure().get());
        return Math.max(code, 1);
    }

    private static int client(List<String> words) {
        return CommandLineClient.run(
                words, local(), support(), System.getenv(), System.out, System.err);
    }

    static List<LocalCommand> local() {
        return List.of(
                new LocalCommand(
                        "serve",
                        "Run the service until SIGTERM or SIGINT; also the default command.",
                        () -> Serve.run(System.getenv())),
                new LocalCommand(
                                "check",
                                "Check everything that a start needs, change nothing; exit code 0 if it can start.",
                                () -> check(false))
                        .orJson(() -> check(true))
                        .or(
                                new LocalCommand.Variant(
                                        "--as-service",
                                        "Check with the user, the rights and the environment of the systemd unit.",
                                        Main::checkAsService)),
                new LocalCommand(
                                "config",
                                "Show the settings in effect, with secrets masked.",
                                () -> config(false))
                        .orJson(() -> config(true)),
                new LocalCommand(
                                "reconcile",
                                "Show how records and containers disagree, change nothing.",
                                () -> dryRun(false))
                        .onlyWith("--dry-run")
                        .orJson(() -> dryRun(true)),
                new LocalCommand("version", "Show the version.", Main::version)
                        .orJson(Main::versionAsJson));
    }

    private static SupportSources support() {
        return new SupportSources(
                InstalledSettings.FILE,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-m",
                        "rtm.main/rtm.main.Main"),
                ServiceHints.onThisHost().log(),
                SUPPORT_PATIENCE,
                Secrets::of);
    }

    private static int check(boolean json) {
        try {
            return Check.run(settings(), InstantSource.system(), System.out, json);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int checkAsService(boolean json) {
        try {
            return CheckAsService.onThisHost().run(new PrintedReport(System.out, System.err, json));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int dryRun(boolean json) {
        return DryRun.run(
                settings(),
                settings -> Dependencies.daemon(settings, OpenTelemetry.noop()),
                InstantSource.system(),
                new PrintedReport(System.out, System.err, json));
    }

    private static int config(boolean json) {
        Map<String, String> settings = settings();
        PrintedReport report = new PrintedReport(System.out, System.err, json);
        List<String> problems = new ArrayList<>();
        if (Settings.read(settings).report(System.err::println, problems::add).isEmpty()) {
            return report.failed("settings", problems);
        }
        if (json) {
            System.out.println(Json.object("settings", EffectiveSettings.values(settings)));
        } else {
            EffectiveSettings.lines(settings).forEach(System.out::println);
        }
        return 0;
    }

    private static int versionAsJson() {
        System.out.println(Json.object(Map.of("version", Version.current())));
        return 0;
    }

    /** Those of the environment, or of the installed service. */
    private static Map<String, String> settings() {
        InstalledSettings found = InstalledSettings.of(System.getenv(), InstalledSettings.FILE);
        found.file().ifPresent(file -> System.err.println("The settings are those of " + file));
        return found.variables();
    }

    private static int version() {
        System.out.println(Version.current());
        return 0;
    }
}

package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.List;
import rtm.main.check.Check;
import rtm.main.check.DryRun;
import rtm.main.settings.EffectiveSettings;
import rtm.main.settings.Environment;
import rtm.main.settings.Settings;
import rtm.main.telemetry.Version;

/** The program's entry point: runs the command that the command line names. */
public final class Main {

    private static final String USAGE =
            """
            Usage: rtmanager [serve | check | config | reconcile --dry-run | version] [--help | --version]

              serve     run until SIGTERM or SIGINT; also the default command
              check     check everything that a start needs, change nothing; exit code 0 if it can start
              config    show the settings in effect, with secrets masked
              reconcile --dry-run
                        show how records and containers disagree, change nothing
              version   show the version

            Settings are RTMANAGER_* environment variables; docs/configuration.md lists them.
            """;

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        System.exit(
                words.contains("--help") || words.contains("-h")
                        ? print(USAGE.strip(), 0)
                        : run(words));
    }

    private static int run(List<String> words) {
        return switch (String.join(" ", words)) {
            case "", "serve" -> Serve.run(System.getenv());
            case "check" -> check();
            case "config" -> config();
            case "reconcile --dry-run" -> dryRun();
            case "version", "--version" -> print(Version.current(), 0);
            case "help" -> print(USAGE.strip(), 0);
            default -> unknown(words);
        };
    }

    private static int check() {
        try {
            return Check.run(System.getenv(), InstantSource.system(), System.out);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int dryRun() {
        return DryRun.run(
                System.getenv(),
                settings -> Dependencies.daemon(settings, OpenTelemetry.noop()),
                InstantSource.system(),
                System.out,
                System.err);
    }

    private static int config() {
        if (Settings.read(System.getenv())
                .report(System.err::println, System.err::println)
                .isEmpty()) {
            return 1;
        }
        EffectiveSettings.lines(new Environment(System.getenv())).forEach(System.out::println);
        return 0;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static int print(String text, int code) {
        System.out.println(text);
        return code;
    }

    private static int unknown(List<String> words) {
        System.err.printf("rtmanager: unknown command: %s%n%n", printable(String.join(" ", words)));
        System.err.print(USAGE);
        return 2;
    }
}

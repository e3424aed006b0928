package rtm.main;

import java.util.List;

/** The entry of the program: hands the command line to the command it names. */
public final class Main {

    private static final String USAGE =
            """
            Usage: rtmanager [serve | config | version]

              serve     start and go on until SIGTERM or SIGINT; what happens without a command too
              config    show the settings in effect, with secrets masked
              version   show the version

            Settings are RTMANAGER_* variables of the environment; docs/configuration.md lists them.
            """;

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(
                switch (List.of(arguments).toString()) {
                    case "[]", "[serve]" -> Serve.run(System.getenv());
                    case "[config]" -> config();
                    case "[version]" -> print(Version.current(), 0);
                    case "[help]", "[--help]", "[-h]" -> print(USAGE.strip(), 0);
                    default -> usage();
                });
    }

    private static int config() {
        return switch (Settings.read(System.getenv())) {
            case Settings.Loaded loaded -> {
                EffectiveSettings.lines(new Environment(System.getenv()))
                        .forEach(System.out::println);
                loaded.warnings().forEach(System.err::println);
                yield 0;
            }
            case Settings.Invalid invalid -> {
                invalid.warnings().forEach(System.err::println);
                invalid.problems().forEach(problem -> System.err.println(problem.sentence()));
                yield 1;
            }
        };
    }

    private static int print(String text, int code) {
        System.out.println(text);
        return code;
    }

    private static int usage() {
        System.err.print(USAGE);
        return 2;
    }
}

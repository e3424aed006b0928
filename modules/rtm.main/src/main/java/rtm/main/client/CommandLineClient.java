package rtm.main.client;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import rtm.domain.text.PlainText;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceAddress;
import rtm.main.client.call.SettingsException;
import rtm.main.client.call.UnreachableException;
import rtm.main.client.call.UsageException;
import rtm.main.client.text.Json;
import rtm.main.client.text.Screen;
import rtm.main.client.text.Terminal;

/** The command line: finds the command, runs it, and turns its end into an exit code. */
public final class CommandLineClient {

    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;

    private CommandLineClient() {}

    /**
     * Runs one command.
     *
     * @param words the command line
     * @param local the commands that do not ask the service
     * @param support what a bundle for support is made of
     * @param environment the variables of the process
     * @param out for what was asked for
     * @param err for everything else
     * @return 0 done, 1 refused, 2 wrong usage, 3 the service cannot be reached
     */
    public static int run(
            List<String> words,
            List<LocalCommand> local,
            SupportSources support,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        Session session =
                new Session(
                        environment,
                        ServiceAddress.FILE,
                        new Screen(
                                out,
                                Screen.atTerminal()
                                        ? Optional.of(Terminal::columns)
                                        : Optional.empty(),
                                environment),
                        err,
                        InstantSource.system());
        return commands(session, local, support)
                .setOut(writer(out))
                .setErr(writer(err))
                .execute(asHelp(words).toArray(String[]::new));
    }

    /** {@code help ps} is {@code ps --help}. */
    static List<String> asHelp(List<String> words) {
        return words.getFirst().equals("help")
                ? Stream.concat(words.stream().skip(1), Stream.of("--help")).toList()
                : words;
    }

    static CommandLine commands(Session session, List<LocalCommand> local, SupportSources support) {
        RootCommand root = new RootCommand(session);
        CommandLine line = new CommandLine(root);
        List.of(
                        new StatusCommand(),
                        new PsCommand(),
                        new ShowCommand(),
                        new LogsCommand(),
                        new EventsCommand(),
                        new OpsCommand(),
                        new StatsCommand(),
                        new StartCommand(),
                        new StopCommand(),
                        new RestartCommand(),
                        new DrainCommand(),
                        new PatchCommand(),
                        new RemoveCommand(),
                        new NodesCommand(),
                        new SupportCommand(support),
                        new ManualCommand(),
                        new CompletionCommand())
                .forEach(line::addSubcommand);
        line.addSubcommand(
                new CommandLine(new ImagesCommand())
                        .addSubcommand(new ImagesCommand.Pull())
                        .addSubcommand(new ImagesCommand.Prune()));
        line.addSubcommand(
                new CommandLine(new StreamsCommand()).addSubcommand(new StreamsCommand.Trim()));
        line.addSubcommand(
                new CommandLine(new NodesCommand.OfOne())
                        .addSubcommand(new NodesCommand.OfOne.Close())
                        .addSubcommand(new NodesCommand.OfOne.Open())
                        .addSubcommand(new NodesCommand.OfOne.Retire()));
        line.addSubcommand(
                new CommandLine(new NodesCommand.OfGame())
                        .addSubcommand(new NodesCommand.OfGame.Move()));
        local.forEach(command -> line.addSubcommand(command.name(), command.spec(root)));
        line.registerConverter(int.class, CommandLineClient::number);
        line.setParameterExceptionHandler(
                (wrong, words) -> usage(wrong, session, List.of(words).contains("--json")));
        line.setExecutionExceptionHandler((failure, _, _) -> code(failure, session, root.json));
        return line;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'%s' is no whole number".formatted(text));
        }
    }

    private static int usage(ParameterException wrong, Session session, boolean json) {
        CommandLine command = wrong.getCommandLine();
        String words = wrong.getMessage();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String hint =
                    unmatched.getSuggestions().stream()
                            .filter(known ->
                                    known.charAt(0)
                                            == unmatched.getUnmatched().getFirst().charAt(0))
                            .findFirst()
                            .map("; did you mean %s?"::formatted)
                            .orElse("");
            words =
                    (command.getParent() == null ? "Unknown command: " : "Unknown argument: ")
                            + unmatched.getUnmatched().getFirst()
                            + hint;
        }
        String message = PlainText.line(String.valueOf(words));
        if (json) {
            session.screen().line(PlainText.json(Json.error("usage", message)));
        } else {
            session.err().println(message);
            session.err()
                    .println("See: %s --help".formatted(command.getCommandSpec().qualifiedName()));
        }
        return USAGE;
    }

    private static int code(Exception failure, Session session, boolean json) throws Exception {
        Failure end =
                switch (failure) {
                    case RefusedException refused ->
                            new Failure(
                                    refused.code(),
                                    " (" + refused.code() + ")",
                                    refused.isUsage() ? USAGE : REFUSED);
                    case FailedException failed ->
                            new Failure(
                                    failed.code(),
                                    failed.serviceCode().map(" (%s)"::formatted).orElse(""),
                                    REFUSED);
                    case SettingsException _ -> new Failure("settings", "", USAGE);
                    case UsageException _ -> new Failure("usage", "", USAGE);
                    case UnreachableException _ -> new Failure("unreachable", "", UNREACHABLE);
                    default -> throw failure;
                };
        String message = String.valueOf(failure.getMessage());
        if (json) {
            session.screen().line(PlainText.json(Json.error(end.name, message)));
        } else {
            session.err().println(message + end.suffix);
        }
        return end.exitCode;
    }

    private record Failure(String name, String suffix, int exitCode) {}

    static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}

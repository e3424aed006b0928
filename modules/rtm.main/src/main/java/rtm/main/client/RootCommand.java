package rtm.main.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import rtm.main.client.call.ServiceAddress;
import rtm.main.client.call.ServiceCalls;

/** The options that all commands share. */
@Command(
        name = "rtmanager",
        description = "Runs one game engine per game in Docker, and shows and changes them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Commands that ask the running service find it by --url, by RTMANAGER_URL, or",
            "by RTMANAGER_URL in /etc/rtmanager/client.env; they take the token from",
            "RTMANAGER_INTERNAL_HTTP_TOKEN, there or in the environment, or from the file",
            "that RTMANAGER_INTERNAL_HTTP_TOKEN_FILE names.",
            "rtmanager help COMMAND is the same as rtmanager COMMAND --help.",
            "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 service cannot be reached.",
        })
final class RootCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Where the service listens.")
    @Nullable String url;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON: the service's answer as it is; also of an error.")
    boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Print the curl command of each request to stderr.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    private final Session session;

    RootCommand(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    ServiceCalls calls() {
        return new ServiceCalls(
                ServiceAddress.of(Optional.ofNullable(url), session.environment(), session.file()),
                session.err()::println,
                verbose);
    }

    /** Without a command the service would run; so this is only reached with options alone. */
    @Override
    public Integer call() {
        CommandLine.usage(this, session.err());
        return CommandLine.ExitCode.USAGE;
    }
}

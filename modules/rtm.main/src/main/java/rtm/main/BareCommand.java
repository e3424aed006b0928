package rtm.main;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import rtm.main.client.call.InstalledSettings;
import rtm.main.client.text.ServiceHints;

/** The program without any word: the service, or somebody who wants to know what to type. */
final class BareCommand {

    /** systemd gives these to what it starts. */
    private static final List<String> OF_SERVICES = List.of("NOTIFY_SOCKET", "JOURNAL_STREAM");

    private BareCommand() {}

    /**
     * What to type instead; empty if the service is to be run, which no terminal without settings
     * asks for.
     *
     * @param terminal whether somebody reads and types
     */
    static Optional<String> help(
            Map<String, String> environment, boolean terminal, ServiceHints hints) {
        boolean typed =
                terminal
                        && !InstalledSettings.areIn(environment)
                        && OF_SERVICES.stream().noneMatch(environment::containsKey);
        return typed ? Optional.of(help(hints)) : Optional.empty();
    }

    private static String help(ServiceHints hints) {
        return """
        Without a command, rtmanager is the service; this shell has no settings for it. Type one of:
          rtmanager help    the commands
          rtmanager status  what the running service does
          %s  starts the installed service, as root
          rtmanager serve   runs the service here, and says which settings it needs\
        """
                .formatted(hints.start());
    }
}

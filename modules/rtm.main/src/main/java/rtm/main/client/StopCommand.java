package rtm.main.client;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops a game's engine. */
@Command(
        name = "stop",
        description = "Stop a game's engine; its container and its state stay.",
        footer = {"", "Example: rtmanager stop game-01HZ --reason finished"})
final class StopCommand extends ChangeCommand {

    private static final class Reasons extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Reasons() {
            super(List.of("admin_request", "finished", "cancelled", "timeout", "orphan_cleanup"));
        }
    }

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "admin_request",
            completionCandidates = Reasons.class,
            description =
                    "For the operation log: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    String reason = "";

    @Override
    void run() {
        end("POST", "/stop", body("reason", reason));
    }
}

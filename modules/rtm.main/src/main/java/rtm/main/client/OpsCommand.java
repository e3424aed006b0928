package rtm.main.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.domain.text.Terms;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.game.Operations;
import rtm.main.client.game.WaitingWork;

/** The log of operations. */
@Command(
        name = "ops",
        description = "List operations, newest first: of one game, or of all.",
        footer = {
            "",
            "Examples: rtmanager ops game-01HZ",
            "          rtmanager ops --open",
            "Exit code 1 if what waits or is in progress cannot be seen; stderr says why."
        })
final class OpsCommand extends ServiceCommand {

    /** Parts of the status that are read where work waits. */
    private static final Set<String> WORK = Set.of("store", "start_jobs", "stop_jobs");

    @Parameters(arity = "0..1", paramLabel = "GAME", description = "Only this game's.")
    @Nullable String game;

    @Option(names = "--open", description = "Only those in progress, and pulls and jobs that wait.")
    boolean open;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many; default ${DEFAULT-VALUE}.")
    int count;

    @Override
    void run() {
        String path =
                Paths.of("/operations?limit=" + count)
                        + (open ? "&open=true" : "")
                        + (game == null ? "" : "&game_id=" + GameParameter.valid(game));
        ServiceCalls calls = calls();
        if (open) {
            open(calls, path);
        } else {
            shownOrRead(calls.read(path)).ifPresent(read -> print(calls, read));
        }
    }

    /** The rows, and what has none; of a service without a database, at least the latter. */
    private void open(ServiceCalls calls, String path) {
        Optional<String> status = Optional.empty();
        try {
            String answer = calls.read(path);
            status = statusAnswer(calls);
            if (json()) {
                printJson(
                        withLists(
                                answer,
                                status,
                                Map.of("pending", this::isWanted, "problems", _ -> true)));
            } else {
                print(AnswerReader.object(answer), status);
            }
        } catch (RefusedException refused) {
            if (!json() && refused.isUnavailable()) {
                print(Fields.NONE, statusAnswer(calls));
            }
            throw refused;
        }
        unseen(status).ifPresent(this::incomplete);
    }

    private void print(Fields answer, Optional<String> status) {
        Fields read = status.map(AnswerReader::object).orElse(Fields.NONE);
        WaitingWork waiting = WaitingWork.of(read);
        print(answer, waiting.pending().stream().filter(this::isWanted).toList(), waiting);
        warn(read);
    }

    /** Whose work may be missing. */
    private static Optional<String> unseen(Optional<String> status) {
        if (status.isEmpty()) {
            return Optional.of("jobs that wait are in the status");
        }
        Fields read = AnswerReader.object(status.orElseThrow());
        Optional<String> unknown = WaitingWork.of(read).unknownJobs();
        if (unknown.isPresent()) {
            return unknown;
        }
        List<String> parts =
                read.list("problems").stream()
                        .map(problem -> problem.shown("part"))
                        .filter(WORK::contains)
                        .map(Terms::part)
                        .toList();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" and ", parts) + " cannot be read");
    }

    private boolean isWanted(Fields pending) {
        return game == null || game.equals(pending.shown("game_id"));
    }

    /** What waits, and for what, is in the status. */
    private void print(ServiceCalls calls, Fields answer) {
        print(
                answer,
                List.of(),
                WaitingWork.of(Operations.anyOpen(answer) ? status(calls) : Fields.NONE));
    }

    private void print(Fields answer, List<Fields> pending, WaitingWork waiting) {
        Operations.table(answer, pending, waiting, game == null, session().clock().instant())
                .print(screen());
    }
}

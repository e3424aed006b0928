package rtm.main.client.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.RefusedException;
import rtm.main.client.call.ServiceCalls;

/**
 * The games that the end of Docker, or of its machine, took down: stopped, the latest ending of an
 * engine was together with Docker, and since then nobody has stopped the game, or done anything
 * else with it. What failed does not count.
 */
public final class EndedByDocker {

    /** Enough for any failed attempts since; a game with more is left alone. */
    private static final int MOST = 100;

    private final ServiceCalls calls;

    public EndedByDocker(ServiceCalls calls) {
        this.calls = calls;
    }

    /** In the order of their ids. */
    public List<String> games() {
        List<String> games = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Fields page = AnswerReader.object(calls.read(Games.page("&status=stopped", after)));
            page.list("items").stream()
                    .filter(game -> isWithDocker(game.object("last_ending")))
                    .flatMap(game -> game.text("game_id").stream())
                    .filter(this::isStill)
                    .forEach(games::add);
            after = page.text("next");
        } while (after.isPresent());
        return games;
    }

    /** Whether it still is one of them. Reads its record and its time line now. */
    public boolean isStill(String game) {
        try {
            Fields record = AnswerReader.object(calls.read(Paths.game(game, "")));
            Fields history =
                    AnswerReader.object(calls.read(Paths.game(game, "/history?limit=" + MOST)));
            return "stopped".equals(record.shown("status")) && isLeftAlone(history.list("items"));
        } catch (RefusedException refused) {
            if (refused.isNotFound()) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * From the newest entry back to the latest ending. A stop since that succeeded, also one that
     * found nothing to do, says that the game is to stay stopped; one that was refused or failed
     * says nothing. An operation in progress has the game.
     */
    private static boolean isLeftAlone(List<Fields> entries) {
        for (Fields entry : entries) {
            Fields operation = entry.object("operation");
            if (operation.values().isEmpty()) {
                return isWithDocker(entry.object("ending"));
            }
            String outcome = operation.shown("outcome");
            boolean stopped =
                    "stop".equals(operation.shown("op_kind")) && !"failure".equals(outcome);
            if (stopped || "in_progress".equals(outcome)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isWithDocker(Fields ending) {
        return ending.is("with_daemon") && !ending.is("requested");
    }
}

package rtm.main.client.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;

/** Games of the service's overview, page by page. */
public final class Games {

    private Games() {}

    /** All that run. */
    public static List<String> running(ServiceCalls calls) {
        List<String> games = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Fields page = AnswerReader.object(calls.read(page("&status=running", after)));
            page.list("items").forEach(game -> game.text("game_id").ifPresent(games::add));
            after = page.text("next");
        } while (after.isPresent());
        return games;
    }

    /** The path of a page. */
    public static String page(String filters, Optional<String> after) {
        return Paths.of("/overview?limit=1000")
                + filters
                + after.map(game -> "&after=" + Paths.encoded(game)).orElse("");
    }
}

package rtm.main.client.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;

/** The operations in progress. */
public final class OpenOperations {

    private OpenOperations() {}

    /**
     * All of them, newest first.
     *
     * @param game only this game's
     */
    public static List<Fields> read(ServiceCalls calls, Optional<String> game) {
        List<Fields> open = new ArrayList<>();
        String path =
                Paths.of("/operations?open=true&limit=500")
                        + game.map(id -> "&game_id=" + Paths.encoded(id)).orElse("");
        OptionalLong next = OptionalLong.empty();
        do {
            String after = next.isPresent() ? "&after=" + next.getAsLong() : "";
            Fields page = AnswerReader.object(calls.read(path + after));
            open.addAll(page.list("items"));
            next = page.number("next");
        } while (next.isPresent());
        return open;
    }
}

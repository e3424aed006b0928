package rtm.main.client;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import rtm.main.client.call.Paths;

/** A command that changes one game, and prints the record that results. */
abstract class ChangeCommand extends ServiceCommand {

    @Mixin final GameParameter game = new GameParameter();

    final void change(String method, String rest, Optional<String> body) {
        shownOrRead(calls().change(method, Paths.game(game.id(), rest), body))
                .ifPresent(runtime ->
                        screen().line(
                                        "%s is %s, image %s"
                                                .formatted(
                                                        runtime.shown("game_id"),
                                                        runtime.shown("status"),
                                                        runtime.shown("current_image_ref"))));
    }

    /** A JSON object of one text. */
    static Optional<String> body(String name, String value) {
        StringBuilder text = new StringBuilder("{\"").append(name).append("\":\"");
        value.chars()
                .forEach(c -> {
                    if (c == '"' || c == '\\' || c < ' ') {
                        text.append("\\u%04x".formatted(c));
                    } else {
                        text.append((char) c);
                    }
                });
        return Optional.of(text.append("\"}").toString());
    }
}

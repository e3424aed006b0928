package rtm.main.client;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.game.WaitingWork;

/** A command that changes one game, and prints the record that results. */
abstract class ChangeCommand extends ServiceCommand {

    @Mixin final GameParameter game = new GameParameter();

    final void change(String method, String rest, Optional<String> body) {
        String id = game.id();
        ServiceCalls calls = calls();
        changed(
                Waiting.during(
                        session(),
                        calls,
                        id,
                        () -> calls.change(method, Paths.game(id, rest), body)));
    }

    /** The same; a game that is stopped or removed now may start again, if that was asked for. */
    final void end(String method, String rest, Optional<String> body) {
        change(method, rest, body);
        WaitingWork waiting = WaitingWork.of(status(calls()));
        waiting.start(game.id())
                .or(() -> waiting.unknownStart(game.id()))
                .ifPresent(start -> session().err().println("Warning: " + start));
    }

    /** A JSON object of one text. */
    static Optional<String> body(String name, String value) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(value));
        return Optional.of("{\"%s\":\"%s\"}".formatted(name, quoted));
    }
}

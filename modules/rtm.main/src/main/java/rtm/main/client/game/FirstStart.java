package rtm.main.client.game;

import java.time.Instant;
import java.util.Optional;
import rtm.domain.text.Ages;
import rtm.domain.text.Terms;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;

/** A game that has no record yet: its first start is in progress, or failed. */
public final class FirstStart {

    private FirstStart() {}

    /** What is known of it, in a line; empty if nothing is. */
    public static Optional<String> words(
            ServiceCalls calls, WaitingWork waiting, String game, Instant now) {
        return OpenOperations.read(calls, Optional.of(game)).stream()
                .findFirst()
                .map(open ->
                        waiting.words(game, now)
                                .map(jobs ->
                                        Terms.since(
                                                OperationWords.inProgress(open, now, waiting),
                                                jobs))
                                .orElseGet(() -> OperationWords.inProgress(open, now, waiting)))
                .or(() -> waiting.words(game, now))
                .map("has not started yet: "::concat)
                .or(() -> failed(calls, game, now));
    }

    private static Optional<String> failed(ServiceCalls calls, String game, Instant now) {
        String path = Paths.of("/operations?limit=50&game_id=") + Paths.encoded(game);
        return AnswerReader.object(calls.read(path)).list("items").stream()
                .filter(last -> "start".equals(last.shown("op_kind")))
                .filter(last -> last.text("error_code").isPresent())
                .findFirst()
                .map(last -> failed(last, now));
    }

    /** Why a game has no record, of its latest start, which failed. */
    public static String failed(Fields start, Instant now) {
        return Terms.neverStarted(
                "%s by %s".formatted(OperationWords.what(start), OperationWords.source(start)),
                start.time("finished_at").map(then -> Ages.since(then, now)).orElse("some time"),
                start.shown("error_message"),
                start.shown("error_code"));
    }
}

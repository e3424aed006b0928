package rtm.http.endpoint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.HistoryEntry;
import rtm.domain.model.OperationException;
import rtm.domain.usecase.GameHistory;
import rtm.domain.usecase.GameHistory.Page;
import rtm.domain.usecase.GameHistory.Position;
import rtm.http.message.Answer;
import rtm.http.message.ErrorAnswer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** A page of a game's operations and endings, newest first. */
public record HistoryEndpoint(GameHistory history) implements Endpoint {

    private static final String LIMIT = "limit";
    private static final String AFTER = "after";
    private static final int USUAL = 50;
    private static final int MOST = 200;

    /** The last operation and the last ending before a place; 0 where there is none. */
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {LIMIT, AFTER};
    }

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        Query query = request.query();
        Position after = query.value(AFTER).map(HistoryEndpoint::position).orElse(Position.NEWEST);
        Page page = history.page(gameId, after, query.number(LIMIT, USUAL, MOST));
        if (page.entries().isEmpty() && !history.knows(gameId)) {
            return ErrorAnswer.of(ErrorCode.NOT_FOUND, "nothing is known of game " + gameId);
        }
        return Answer.ok(
                JsonObjectWriter.object(json ->
                        json.objects("items", page.entries(), HistoryEndpoint::write)
                                .text("next", page.next().map(HistoryEndpoint::text))));
    }

    private static void write(JsonObjectWriter json, HistoryEntry entry) {
        json.time("at", entry.at());
        switch (entry) {
            case HistoryEntry.Operated(var operation) ->
                    json.object("operation", fields -> OperationJson.write(fields, operation));
            case HistoryEntry.Ended(var ending) ->
                    json.object("ending", fields -> EndingJson.write(fields, ending));
        }
    }

    private static String text(Position place) {
        return place.operation().orElse(0L) + "-" + place.ending().orElse(0L);
    }

    private static Position position(String text) {
        Matcher matcher = PLACE.matcher(text);
        if (!matcher.matches()) {
            throw new OperationException(
                    ErrorCode.INVALID_REQUEST, AFTER + " must be the next of an earlier page");
        }
        return new Position(row(matcher.group(1)), row(matcher.group(2)));
    }

    private static Optional<Long> row(String digits) {
        return Optional.of(Long.parseLong(digits)).filter(row -> row > 0);
    }
}

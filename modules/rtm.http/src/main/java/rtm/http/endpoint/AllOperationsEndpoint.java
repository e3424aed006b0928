package rtm.http.endpoint;

import java.util.List;
import java.util.Optional;
import rtm.domain.model.OperationEntry;
import rtm.domain.model.OperationFilter;
import rtm.domain.port.StoreOverview;
import rtm.domain.rule.PullWords;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Query;
import rtm.http.message.Request;

/** A page of the operation log, over all games or of one, newest first. */
public record AllOperationsEndpoint(StoreOverview store, PullWords pulls) implements Endpoint {

    private static final String OPEN = "open";
    private static final String GAME = "game_id";
    private static final String LIMIT = "limit";
    private static final String AFTER = "after";
    private static final int USUAL = 50;
    private static final int MOST = 500;

    /** The parameters of the query. */
    public static String[] parameters() {
        return new String[] {OPEN, GAME, LIMIT, AFTER};
    }

    @Override
    public Answer answer(Request request) {
        Query query = request.query();
        OperationFilter filter =
                new OperationFilter(query.flag(OPEN, false), GameQuery.game(query, GAME));
        int limit = query.number(LIMIT, USUAL, MOST);
        List<OperationEntry> rows = store.operations(filter, query.rowNumber(AFTER), limit);
        return Answer.ok(
                JsonObjectWriter.object(json ->
                        json.objects(
                                        "items",
                                        rows,
                                        (item, row) ->
                                                OperationJson.write(item, row, row.image(), pulls))
                                .number("next", next(rows, limit))));
    }

    private static Optional<Long> next(List<OperationEntry> rows, int limit) {
        return rows.size() < limit ? Optional.empty() : Optional.of(rows.getLast().row());
    }
}
